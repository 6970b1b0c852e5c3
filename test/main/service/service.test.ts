import { expect, it, onTestFinished } from 'vitest'
import { fakeRequest } from '../../helpers/fake-job.ts'
import { digestOf, JobWatch, startFakeService } from '../../helpers/fake-service.ts'
import { failureOf } from '../../helpers/failure.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

function service(mode: Parameters<typeof startFakeService>[1] = 'store', home = temporaryFolder()) {
  const handle = startFakeService(home, mode)
  onTestFinished(() => void handle.kill())
  return { handle, watch: new JobWatch(handle), home }
}

const isDone = ({ state }: { readonly state: string }): boolean => state === 'done'

it('computes a job in a worker, keeps its result and tells of every state', async () => {
  const { handle, watch } = service()
  const { jobId } = await handle.call(
    'attribution/start',
    fakeRequest({ seed: 1, nUnits: 12, unitMs: 10 })
  )
  const last = await watch.until(jobId, isDone)
  expect(last).toMatchObject({ fraction: 1, unitsDone: 12, unitsTotal: 12, error: null })
  const states = watch.all.map(({ state }) => state)
  expect([...new Set(states)]).toEqual(['queued', 'running', 'done'])
  const opened = await handle.call('result/open', { resultId: last.resultId ?? '' })
  expect(opened.record).toEqual(await handle.call('attribution/result', { jobId }))
  const { rows } = await handle.call('library/list', {
    text: '',
    tag: null,
    sort: 'newest',
    offset: 0,
    limit: 10
  })
  expect(rows.map(({ resultId }) => resultId)).toEqual([last.resultId])
})

it('gives the result that is there to a second run of the same request', async () => {
  const { handle, watch } = service()
  const request = fakeRequest({ seed: 2, nUnits: 6 })
  const first = await handle.call('attribution/start', request)
  const firstDone = await watch.until(first.jobId, isDone)
  const second = await handle.call('attribution/start', request)
  const secondDone = await watch.until(second.jobId, isDone)
  expect(secondDone.resultId).toBe(firstDone.resultId)
  expect(secondDone.unitsDone).toBe(2)
})

it('computes in memory when it is told to keep nothing', async () => {
  const kept = service()
  const unkept = service('memory')
  const request = fakeRequest({ seed: 3, nUnits: 5 })
  const digests: string[] = []
  for (const { handle, watch } of [kept, unkept]) {
    const { jobId } = await handle.call('attribution/start', request)
    await watch.until(jobId, isDone)
    digests.push(await digestOf(handle, jobId))
  }
  expect(digests[0]).toBe(digests[1])
  const query = { text: '', tag: null, sort: 'newest', offset: 0, limit: 1 } as const
  const refusal = await failureOf(() => unkept.handle.call('library/list', query))
  expect(refusal.code).toBe('store/unavailable')
})

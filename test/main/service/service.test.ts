import { readFileSync } from 'node:fs'
import { join } from 'node:path'
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

it('exports a result as one file that another library takes in, and as tables', async () => {
  const { handle, watch } = service()
  const folder = temporaryFolder()
  const { jobId } = await handle.call('attribution/start', fakeRequest({ seed: 5, nUnits: 4 }))
  const { resultId } = await watch.until(jobId, isDone)
  const path = (format: string): string => join(folder, `result.${format}`)
  for (const format of ['shiftlens', 'json', 'csv'] as const) {
    await handle.call('result/export', {
      resultId: resultId ?? '',
      format,
      path: path(format)
    })
  }
  const other = service().handle
  const imported = await other.call('result/import', { path: path('shiftlens') })
  expect(imported.resultId).toBe(resultId)
  const [here, there] = await Promise.all(
    [handle, other].map((each) => each.call('result/open', imported))
  )
  expect(there?.record).toEqual(here?.record)
  expect(JSON.parse(readFileSync(path('json'), 'utf8'))).toHaveProperty('prompt')
  // One model: a header and a row for each of the four prompt tokens.
  expect(readFileSync(path('csv'), 'utf8').trim().split('\r\n')).toHaveLength(5)
})

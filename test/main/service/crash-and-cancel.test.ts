import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { JobStatus } from '../../../preload/data.ts'
import { attributionOf } from '../../helpers/attribution-of.ts'
import { fakeRequest } from '../../helpers/fake-job.ts'
import type { FakePlan } from '../../helpers/fake-job.ts'
import { digestOf, JobWatch, startFakeService } from '../../helpers/fake-service.ts'
import { failureOf } from '../../helpers/failure.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

function service() {
  const home = temporaryFolder()
  const handle = startFakeService(home)
  onTestFinished(() => void handle.kill())
  const watch = new JobWatch(handle)
  const start = async (plan: FakePlan): Promise<string> =>
    (await handle.call('attribution/start', fakeRequest(plan))).jobId
  return { handle, watch, start, diaryFile: join(home, 'diary') }
}

const is =
  (...states: readonly string[]) =>
  ({ state }: JobStatus): boolean =>
    states.includes(state)

it('acknowledges a cancel within a second and is effective within five while a unit blocks', async () => {
  const { handle, watch, start } = service()
  const jobId = await start({ seed: 1, nUnits: 5, busyUnit: 2, busyMs: 30_000 })
  await watch.until(jobId, ({ unitsDone }) => unitsDone === 2)
  const askedMs = performance.now()
  await handle.call('job/cancel', { jobId })
  expect(watch.last(jobId)?.state).toBe('cancelling')
  expect(performance.now() - askedMs).toBeLessThan(1_000)
  const last = await watch.until(jobId, is('cancelled'))
  expect(performance.now() - askedMs).toBeLessThan(5_000)
  expect(last).toMatchObject({ unitsDone: 2, error: null })
})

it('stops between units without a kill where it can, and goes on in the same worker', async () => {
  const { handle, watch, start } = service()
  const jobId = await start({ seed: 2, nUnits: 50, unitMs: 20 })
  await watch.until(jobId, ({ unitsDone }) => unitsDone > 3)
  const pid = async () => (await handle.call('service/status', null)).workers[0]?.pid
  const pidBefore = await pid()
  await handle.call('job/pause', { jobId })
  const paused = await watch.until(jobId, is('paused'))
  await handle.call('job/resume', { jobId })
  const done = await watch.until(jobId, is('done'))
  expect(await pid()).toBe(pidBefore)
  expect(done.elapsedMs).toBeGreaterThan(paused.elapsedMs)
  const undisturbed = await start({ seed: 2, nUnits: 50 })
  await watch.until(undisturbed, is('done'))
  expect(await digestOf(handle, jobId)).toBe(await digestOf(handle, undisturbed))
})

it('a cancelled job keeps its units: resumed, it does not start again', async () => {
  const { handle, watch, start } = service()
  const jobId = await start({ seed: 3, nUnits: 30, unitMs: 20 })
  await watch.until(jobId, ({ unitsDone }) => unitsDone > 4)
  await handle.call('job/cancel', { jobId })
  const { unitsDone } = await watch.until(jobId, is('cancelled'))
  const seen = watch.all.length
  await handle.call('job/resume', { jobId })
  await watch.until(jobId, is('done'))
  const afterwards = watch.all.slice(seen).map((status) => status.unitsDone)
  expect(Math.min(...afterwards)).toBeGreaterThanOrEqual(unitsDone)
})

it('goes on by itself after one crash of the worker', async () => {
  const { handle, watch, start, diaryFile } = service()
  const plan = { seed: 4, nUnits: 8, deadlyUnit: 5, death: 'abort', nDeaths: 1, diaryFile } as const
  const jobId = await start(plan)
  await watch.until(jobId, is('done', 'failed', 'interrupted'))
  expect(watch.last(jobId)).toMatchObject({ state: 'done', error: null })
  expect(watch.all.some(({ phase }) => phase === 'restarting the worker')).toBe(true)
  const undisturbed = await start({ seed: 4, nUnits: 8 })
  await watch.until(undisturbed, is('done'))
  expect(await digestOf(handle, jobId)).toBe(await digestOf(handle, undisturbed))
})

it('fails and names the unit that took the worker down twice; the units before it stay', async () => {
  const { handle, watch, start, diaryFile } = service()
  const jobId = await start({ seed: 5, nUnits: 8, deadlyUnit: 5, nDeaths: 2, diaryFile })
  const failed = await watch.until(jobId, is('done', 'failed', 'interrupted'))
  expect(failed).toMatchObject({ state: 'failed', unitsDone: 5, error: { code: 'engine/stopped' } })
  expect(failed.error?.message).toMatch(/^unit "row\/5": the worker .*SIGKILL.* twice on it$/)
  await handle.call('job/resume', { jobId })
  expect((await watch.until(jobId, is('done'))).unitsDone).toBe(8)
})

it('a failure of a unit fails the job with its own words', async () => {
  const { watch, start } = service()
  const jobId = await start({ seed: 6, nUnits: 3, failure: 'checkpoint/changed' })
  const failed = await watch.until(jobId, is('done', 'failed'))
  expect(failed.error).toEqual({
    code: 'checkpoint/changed',
    message: 'unit failed as told',
    hint: 'a hint'
  })
})

it('after a kill of the service what ran is interrupted, and its time and units are kept', async () => {
  const { handle, watch, start } = service()
  const home = temporaryFolder()
  const first = startFakeService(home)
  const firstWatch = new JobWatch(first)
  const request = fakeRequest({ seed: 7, nUnits: 60, unitMs: 20 })
  const running = await first.call('attribution/start', request)
  const waiting = await first.call('attribution/start', fakeRequest({ seed: 8, nUnits: 2 }))
  await firstWatch.until(running.jobId, ({ unitsDone }) => unitsDone > 5)
  await first.kill()
  const second = startFakeService(home)
  onTestFinished(() => void second.kill())
  const list = await second.call('job/list', null)
  expect(list.map(({ jobId, state }) => [jobId, state])).toEqual([
    [waiting.jobId, 'interrupted'],
    [running.jobId, 'interrupted']
  ])
  expect(list[1]?.unitsDone).toBeGreaterThan(5)
  const secondWatch = new JobWatch(second)
  await second.call('job/resume', { jobId: running.jobId })
  await secondWatch.until(running.jobId, is('done'))
  const undisturbed = await start({ seed: 7, nUnits: 60 })
  await watch.until(undisturbed, is('done'))
  expect(await digestOf(second, running.jobId)).toBe(await digestOf(handle, undisturbed))
})

it('a question that kills its worker fails, and the next one is answered', async () => {
  const { handle } = service()
  const error = await failureOf(() => handle.call('device/test', { device: 'cuda' }))
  expect(error).toMatchObject({ code: 'engine/stopped' })
  expect(error.message).toContain('over "device/test"')
  expect((await handle.call('device/test', { device: 'cpu' })).detail).toBe('tested cpu')
})

it('answers questions and shows the map so far while a job runs', async () => {
  const { handle, watch, start } = service()
  const jobId = await start({ seed: 9, nUnits: 6, unitMs: 10, busyUnit: 4, busyMs: 4_000 })
  await watch.until(jobId, ({ unitsDone }) => unitsDone === 4)
  const partial = await handle.call('job/partial', { jobId })
  const record = attributionOf(partial)
  expect(record.isPartial).toBe(true)
  expect(record.sides[0]?.importance).toHaveLength(4 * 8)
  expect(watch.last(jobId)?.state).toBe('running')
  await handle.call('job/cancel', { jobId })
})

it('keeps a generated text for whoever asks, and nothing in the library', async () => {
  const { handle, watch } = service()
  const texts: string[] = []
  handle.on({ 'generation/text': ({ text, isComplete }) => texts.push(`${text}|${isComplete}`) })
  const prompt = JSON.stringify({ seed: 1, nUnits: 3 } satisfies FakePlan)
  const { jobId } = await handle.call('generation/start', {
    folder: '/models/base',
    role: 'base',
    prompt,
    useChatTemplate: false,
    nTokensLimit: 3,
    device: 'cpu',
    nThreads: 1
  })
  await watch.until(jobId, is('done'))
  expect(texts).toEqual(['w0|false', 'w0 w1|false', 'w0 w1 w2|false', 'w0 w1 w2|true'])
  expect((await handle.call('generation/result', { jobId })).newIds).toEqual([2])
  const query = { text: '', tag: null, sort: 'newest', offset: 0, limit: 5 } as const
  expect((await handle.call('library/list', query)).nMatching).toBe(0)
})

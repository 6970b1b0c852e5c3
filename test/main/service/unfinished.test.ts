import { expect, it, onTestFinished } from 'vitest'
import { fakeRequest } from '../../helpers/fake-job.ts'
import { JobWatch, startFakeService } from '../../helpers/fake-service.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

const request = fakeRequest({ seed: 1, nUnits: 40, unitMs: 20 })

it('finds the newest stopped run of the very same request, and no other', async () => {
  const handle = startFakeService(temporaryFolder())
  onTestFinished(() => void handle.kill())
  const watch = new JobWatch(handle)
  const unfinished = (asked: typeof request) => handle.call('attribution/unfinished', asked)
  expect(await unfinished(request)).toBeNull()

  const stop = async (): Promise<string> => {
    const { jobId } = await handle.call('attribution/start', request)
    await watch.until(jobId, ({ unitsDone }) => unitsDone > 2)
    expect((await unfinished(request))?.jobId).not.toBe(jobId)
    await handle.call('job/cancel', { jobId })
    await watch.until(jobId, ({ state }) => state === 'cancelled')
    return jobId
  }
  await stop()
  const newest = await stop()
  expect(await unfinished(request)).toEqual({
    jobId: newest,
    unitsDone: watch.last(newest)?.unitsDone
  })
  const { settings } = request
  for (const other of [
    { ...request, base: '/models/other' },
    { ...request, tuned: '/models/base' },
    { ...request, settings: { ...settings, nThreads: 2 } },
    { ...request, settings: { ...settings, instructionSpans: [[0, 1]] } }
  ]) {
    expect(await handle.call('attribution/unfinished', other as typeof request)).toBeNull()
  }

  await handle.call('job/resume', { jobId: newest })
  await watch.until(newest, ({ state }) => state === 'done')
  expect((await unfinished(request))?.jobId).not.toBe(newest)
})

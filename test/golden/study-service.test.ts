/** Studies through the real service, store and worker: killed half-way, and taken over by a later one. */
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished, vi } from 'vitest'
import { startService, type ServiceHandle } from '../../main/service/start-service.ts'
import type { StudyRecord } from '../../preload/analysis/studies/record.ts'
import { JobWatch } from '../helpers/fake-service.ts'
import { studyData, studyOf, studyRows, studySpec, writeRows } from '../helpers/study-job.ts'
import { runJob } from '../helpers/run-job.ts'
import { temporaryFolder } from '../helpers/temporary-folder.ts'

// Two processes start beside this one, and whole studies run in them.
vi.setConfig({ testTimeout: 300_000 })

const pair = { base: 'llama', tuned: 'llama-tuned' } as const
const ablation = { method: 'remove', seed: 5 } as const
const programAt = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

function startReal(): { readonly service: ServiceHandle; readonly watch: JobWatch } {
  const service = startService({
    home: temporaryFolder(),
    mode: 'store',
    program: 'cli',
    serviceProgram: programAt('../../main/service/index.ts'),
    workerProgram: programAt('../../main/worker/index.ts'),
    execPath: process.execPath
  })
  onTestFinished(() => void service.kill())
  return { service, watch: new JobWatch(service) }
}

/** The record without what every run has its own of. */
function steady({ createdAt: _createdAt, seconds: _seconds, ...rest }: StudyRecord) {
  return rest
}

it('a study whose worker is killed half-way goes on, to the record of one that was left alone', async () => {
  const { request } = studySpec(pair, studyData, { ablation })
  const expected = studyOf(await runJob({ kind: 'study', request }))
  const { service, watch } = startReal()
  const { jobId } = await service.call('study/start', request)
  await watch.until(jobId, ({ unitsDone }) => unitsDone >= 10)
  const pidOf = async () => {
    const { workers } = await service.call('service/status', null)
    return workers.find(({ role }) => role === 'jobs')?.pid
  }
  const killed = await pidOf()
  process.kill(killed!, 'SIGKILL')
  // The service starts another worker, which goes on by itself.
  await watch.until(jobId, ({ state }) => state === 'done')
  expect(await pidOf()).not.toBe(killed)
  const found = await service.call('study/result', { jobId })
  expect(steady(found)).toEqual(steady(expected))
})

it('a stored study is taken over by a later one with a case more', async () => {
  const first = studySpec(pair, studyData, { ablation })
  const { service, watch } = startReal()
  const runOf = async (request: typeof first.request) => {
    const { jobId } = await service.call('study/start', request)
    const done = await watch.until(jobId, ({ state }) => ['done', 'failed'].includes(state))
    expect(done.error).toBeNull()
    return { resultId: done.resultId!, record: await service.call('study/result', { jobId }) }
  }
  const { resultId } = await runOf(first.request)
  const data = writeRows([...studyRows, { ...studyRows[0]!, case: 'new one' }])
  const second = studySpec(pair, data, { ablation, previous: resultId })
  let nWritten = 0
  service.on({ 'generation/text': ({ isComplete }) => void (nWritten += isComplete ? 1 : 0) })
  const { record } = await runOf(second.request)
  expect(nWritten, 'responses of the new case, one a model').toBe(2)
  const whole = studyOf(await runJob(studySpec(pair, data, { ablation })))
  expect(record.runs).toEqual(whole.runs)
  expect(record.ablation).toEqual(whole.ablation)
})

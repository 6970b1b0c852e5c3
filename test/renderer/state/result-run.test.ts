import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ResultRun } from '../../../renderer/state/result-run.svelte.ts'
import { jobStatus } from '../../helpers/job-status.ts'
import { stubBridge } from '../../helpers/stub-bridge.ts'
import { makeFakeStudy } from '../../helpers/study-record.ts'

const study = makeFakeStudy({ nCases: 4 })

/** A run whose job has three units done so far; `nAsked` counts the questions for what there is. */
function startedRun(answer: () => 'study' | null = () => 'study') {
  const { calls } = stubBridge({
    'job/partial': ({ jobId }) =>
      answer() === null ? null : { kind: 'study', jobId, record: study.record(3) }
  })
  const run = new ResultRun('study')
  return {
    run,
    start: () => run.start(() => Promise.resolve({ jobId: 'j1' })),
    /** The job reports, long enough after the last time. */
    report: (unitsDone: number) => {
      vi.advanceTimersByTime(1000)
      return run.follow(jobStatus({ jobId: 'j1', kind: 'study', unitsDone }))
    },
    nAsked: () => calls.filter(({ name }) => name === 'job/partial').length
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('asks for what there is only when more units are done', async () => {
  const { run, start, report, nAsked } = startedRun()
  await start()
  await report(3)
  await report(3)
  expect(nAsked()).toBe(1)
  expect(run.partial?.isPartial).toBe(true)
  await report(4)
  expect(nAsked()).toBe(2)
})

it('asks again where there was nothing to draw yet', async () => {
  let answer: 'study' | null = null
  const { run, start, report, nAsked } = startedRun(() => answer)
  await start()
  await report(1)
  expect(run.partial).toBeNull()
  answer = 'study'
  await report(1)
  expect(nAsked()).toBe(2)
  expect(run.partial).not.toBeNull()
})

it('asks anew when the same job is started again', async () => {
  const { run, start, report, nAsked } = startedRun()
  await start()
  await report(3)
  await start()
  expect(run.partial).toBeNull()
  await report(3)
  expect(nAsked()).toBe(2)
  expect(run.partial).not.toBeNull()
})

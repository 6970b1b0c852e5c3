import { expect, it } from 'vitest'
import { JobsState } from '../../../renderer/state/jobs.svelte.ts'
import { jobStatus } from '../../helpers/job-status.ts'
import { Refusal, stubBridge } from '../../helpers/stub-bridge.ts'

it('an event that overtakes the list wins over it', async () => {
  stubBridge({ 'job/list': () => [jobStatus({ state: 'running' }), jobStatus({ jobId: 'old' })] })
  const jobs = new JobsState()
  jobs.changed(jobStatus({ state: 'done', resultId: 'r1' }))
  await jobs.load()
  expect(jobs.find('job-1')?.state).toBe('done')
  expect(jobs.list).toHaveLength(2)
})

it('jobs are told apart by what can be done with them', () => {
  const jobs = new JobsState()
  for (const state of [
    'running',
    'paused',
    'interrupted',
    'failed',
    'done',
    'cancelled'
  ] as const) {
    jobs.changed(jobStatus({ jobId: state, state }))
  }
  const names = (list: JobsState['list']) => list.map(({ jobId }) => jobId)
  expect(names(jobs.active)).toEqual(['running', 'paused'])
  expect(names(jobs.interrupted)).toEqual(['interrupted'])
  expect(names(jobs.failed)).toEqual(['failed'])
})

it('cancel is acknowledged before main has answered', async () => {
  let answer = (_done: null) => {}
  stubBridge({ 'job/cancel': () => new Promise<null>((resolve) => (answer = resolve)) })
  const jobs = new JobsState()
  jobs.changed(jobStatus())
  const cancelled = jobs.cancel('job-1')
  expect(jobs.find('job-1')?.state).toBe('cancelling')
  answer(null)
  await cancelled
})

it('a cancel that was refused shows what the job really does', async () => {
  stubBridge({
    'job/cancel': () => {
      throw new Refusal({ code: 'engine/stopped', message: 'the worker is gone' })
    },
    'job/list': () => [jobStatus({ state: 'running' })]
  })
  const jobs = new JobsState()
  jobs.changed(jobStatus())
  await jobs.cancel('job-1')
  expect(jobs.find('job-1')?.state).toBe('running')
  expect(jobs.error?.message).toBe('the worker is gone')
})

it('a discarded job leaves the list, a refused discard keeps it', async () => {
  let refuses = true
  stubBridge({
    'job/discard': () => {
      if (refuses) throw new Refusal({ code: 'store/unavailable', message: 'locked' })
      return null
    }
  })
  const jobs = new JobsState()
  jobs.changed(jobStatus({ state: 'interrupted' }))
  await jobs.discard('job-1')
  expect(jobs.list).toHaveLength(1)
  refuses = false
  await jobs.discard('job-1')
  expect(jobs.list).toEqual([])
})

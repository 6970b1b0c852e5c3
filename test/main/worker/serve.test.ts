import { expect, it } from 'vitest'
import type { WorkerCalls, WorkerEvents, WorkerNeeds } from '../../../main/worker/contract.ts'
import { serveWorker } from '../../../main/worker/serve.ts'
import { client, listen, serve } from '../../../main/processes/rpc.ts'
import { channelPair } from '../../helpers/channel-pair.ts'
import { failureOf } from '../../helpers/failure.ts'
import { fakeDesk } from '../../helpers/fake-desk.ts'
import { createFakeJob, fakeSpec } from '../../helpers/fake-job.ts'
import { idleNeeds } from '../../helpers/idle-needs.ts'

function worker() {
  const [service, worker] = channelPair()
  let nOpen = 0
  let nHeartbeats = 0
  serveWorker(worker, {
    async createJob(spec) {
      nOpen++
      return { ...(await createFakeJob(spec)), close: async () => void nOpen-- }
    },
    desk: fakeDesk
  })
  serve<WorkerNeeds>(service, idleNeeds)
  listen<WorkerEvents>(service, { heartbeat: () => void nHeartbeats++ })
  return { ...client<WorkerCalls>(service), nOpen: () => nOpen, nHeartbeats: () => nHeartbeats }
}

const slow = fakeSpec({ seed: 1, nUnits: 100, unitMs: 20 })

it('acknowledges a stop at once and closes the job when it has stopped', async () => {
  const { call, nOpen } = worker()
  const run = call('job/run', { jobId: 'a', spec: slow, done: [] })
  await call('job/stop', { jobId: 'a' })
  expect(await run).toEqual({ state: 'stopped' })
  expect(nOpen()).toBe(0)
})

it('runs one job at a time, and a stop is only for the job it names', async () => {
  const { call } = worker()
  const run = call('job/run', { jobId: 'a', spec: slow, done: [] })
  const second = await failureOf(() => call('job/run', { jobId: 'b', spec: slow, done: [] }))
  expect(second.message).toBe('job "b": the worker runs "a" already')
  await call('job/stop', { jobId: 'b' })
  const isRunning = await Promise.race([run, new Promise((go) => setTimeout(go, 100, 'running'))])
  expect(isRunning).toBe('running')
  await call('job/stop', { jobId: 'a' })
  expect(await run).toEqual({ state: 'stopped' })
  const short = fakeSpec({ seed: 2, nUnits: 2 })
  expect((await call('job/run', { jobId: 'b', spec: short, done: [] })).state).toBe('done')
})

it('closes a job that fails', async () => {
  const { call, nOpen } = worker()
  const spec = fakeSpec({ seed: 1, nUnits: 2, failure: 'engine/out-of-memory' })
  const error = await failureOf(() => call('job/run', { jobId: 'a', spec, done: [] }))
  expect(error.code).toBe('engine/out-of-memory')
  expect(nOpen()).toBe(0)
})

it('shows a sign of life every second', async () => {
  const { nHeartbeats } = worker()
  await new Promise((resolve) => setTimeout(resolve, 2_500))
  expect(nHeartbeats()).toBeGreaterThanOrEqual(1)
  expect(nHeartbeats()).toBeLessThanOrEqual(3)
})

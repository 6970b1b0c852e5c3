import { AppError } from '../errors.ts'
import type { Channel } from '../processes/channel.ts'
import { client, emitter, serve } from '../processes/rpc.ts'
import type { Handlers } from '../processes/rpc.ts'
import type { JobSpec, WorkerCalls, WorkerEvents, WorkerNeeds } from './contract.ts'
import { doneUnits } from './job.ts'
import type { Job } from './job.ts'
import { MemoryGuard } from './memory-guard.ts'
import { systemMeter } from './memory-pressure.ts'
import { runJob } from './runner.ts'

/** The short questions that a worker answers beside jobs. */
export type Desk = Pick<
  Handlers<WorkerCalls>,
  | 'device/list'
  | 'device/test'
  | 'checkpoint/describe'
  | 'text/tokenize'
  | 'attribution/plan'
  | 'concepts/plan'
  | 'heads/plan'
  | 'study/preview'
  | 'study/plan'
>

const heartbeatMs = 1_000

/** Makes this process a worker: answers the service's calls, one job at a time, and shows signs of life. */
export function serveWorker(
  channel: Channel,
  { createJob, desk }: { createJob: (spec: JobSpec) => Promise<Job>; desk: Desk }
): void {
  const needs = client<WorkerNeeds>(channel)
  const guard = new MemoryGuard(systemMeter)
  const emit = emitter<WorkerEvents>(channel)
  let running: { readonly jobId: string; readonly stop: AbortController } | null = null

  serve<WorkerCalls>(channel, {
    ...desk,
    async 'job/run'({ jobId, spec, done }) {
      if (running !== null) {
        throw new AppError('internal', `job "${jobId}": the worker runs "${running.jobId}" already`)
      }
      const stop = new AbortController()
      running = { jobId, stop }
      try {
        return await withJob(createJob(spec), (job) =>
          runJob(job, jobId, done, { needs, emit, signal: stop.signal, guard })
        )
      } finally {
        running = null
      }
    },
    'job/stop'({ jobId }) {
      if (running?.jobId === jobId) running.stop.abort()
      return null
    },
    'job/partial': ({ spec, done }) =>
      withJob(createJob(spec), async (job) => job.partial(doneUnits(done)))
  })

  const beat = setInterval(
    () => emit('heartbeat', { residentBytes: process.memoryUsage.rss() }),
    heartbeatMs
  )
  channel.onClose(() => clearInterval(beat))
}

async function withJob<T>(created: Promise<Job>, work: (job: Job) => Promise<T>): Promise<T> {
  const job = await created
  try {
    return await work(job)
  } finally {
    await job.close()
  }
}

import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { JobStatus } from '../../../preload/data.ts'
import { AppError } from '../../errors.ts'
import type { ChildHandle } from '../../processes/child-handle.ts'
import type { Emit } from '../../processes/rpc.ts'
import { Supervisor } from '../../processes/supervisor.ts'
import type { JobResult, JobSpec } from '../../worker/contract.ts'
import type { GenerationResult, ServiceEvents } from '../contract.ts'
import { annotationPhase } from './annotation-phase.ts'
import { endingOf, JobRun } from './job-run.ts'
import type { Ending } from './job-run.ts'
import { isAtRest, isUnfinished } from './job-state.ts'
import type { JobRow, JobStore } from './job-store.ts'
import { jobTitle } from './job-title.ts'
import { attachWorker } from './job-worker.ts'
import type { WorkerLine } from './job-worker.ts'
import { LiveJob } from './live-job.ts'
import { workerNeeds } from './worker-needs.ts'

/** Leaves a second of the five that a cancel may take (trust.md DUR-20). */
export const killAfterMs = 3_500

/** How long a job that is done stays in the list; its result stays in the library. */
const doneJobDays = 7

export interface StartOptions {
  /** Title of the result that the job adds to. */
  readonly about?: string
  /** Secret of the endpoint that the job asks. */
  readonly key?: string | null
}

export interface QueueParts {
  readonly launch: () => Promise<ChildHandle>
  /** Where a job of this kind is kept. */
  readonly storeOf: (kind: JobSpec['kind']) => JobStore
  readonly emit: Emit<ServiceEvents>
  readonly owner: { readonly pid: number; readonly started: string }
  readonly killAfterMs?: number
}

/** The jobs of this service: keeps them, and runs one at a time in the order they were queued. */
export class JobQueue {
  readonly worker: Supervisor<WorkerLine>
  readonly #parts: QueueParts
  readonly #jobs = new Map<string, LiveJob>()
  readonly #generated = new Map<string, GenerationResult>()
  /** Secrets of endpoints by job: in memory only, so a job that outlives the service goes on without. */
  readonly #keys = new Map<string, string>()
  #queued: LiveJob[] = []
  #current: { readonly job: LiveJob; readonly run: JobRun } | null = null
  #isClosed = false

  constructor(parts: QueueParts) {
    this.#parts = parts
    this.worker = new Supervisor(parts.launch, (child) => this.#attach(child))
  }

  /** Takes over what an earlier service left: what was under way is offered for resuming. */
  adopt(rows: readonly JobRow[], store: JobStore): void {
    // Oldest first, as new ones are added.
    for (const row of [...rows].reverse()) {
      if (isForgotten(row)) {
        store.jobs.discard(row.jobId)
        continue
      }
      const job = this.#add(row, store)
      if (job.state === 'queued' || !isAtRest(job.state)) job.act('interrupt')
    }
  }

  start(spec: JobSpec, { about, key = null }: StartOptions = {}): { readonly jobId: string } {
    const jobId = randomUUID()
    const store = this.#parts.storeOf(spec.kind)
    store.jobs.insert({ jobId, spec, title: jobTitle(spec, about) })
    if (key !== null) this.#keys.set(jobId, key)
    const row = store.jobs.get(jobId)
    if (row === null) throw new AppError('internal', `job "${jobId}": not there after its insert`)
    const job = this.#add(row, store)
    this.#parts.emit('job/changed', job.status())
    this.#enqueue(job)
    return { jobId }
  }

  /** Newest first. */
  list(): readonly JobStatus[] {
    return [...this.#jobs.values()].map((job) => job.status()).reverse()
  }

  /** The newest job of this very specification that was stopped half-way; null when there is none. */
  unfinished(spec: JobSpec): { readonly jobId: string; readonly unitsDone: number } | null {
    const found = [...this.#jobs.values()].findLast(
      ({ state, row }) => isUnfinished(state) && isDeepStrictEqual(row.spec, spec)
    )
    return found === undefined ? null : { jobId: found.jobId, unitsDone: found.row.unitsDone }
  }

  get(jobId: string): LiveJob {
    const job = this.#jobs.get(jobId)
    if (job !== undefined) return job
    throw new AppError('request/invalid', `job "${jobId}": unknown`)
  }

  generated(jobId: string): GenerationResult {
    const result = this.#generated.get(jobId)
    if (result !== undefined) return result
    throw new AppError('request/invalid', `job "${jobId}": has no generated text yet`)
  }

  pause(jobId: string): void {
    const job = this.get(jobId)
    job.act('pause')
    if (this.#current?.job === job) this.#current.run.stop()
    this.#dequeue(job)
  }

  resume(jobId: string): void {
    const job = this.get(jobId)
    job.act('resume', { error: null })
    this.#enqueue(job)
  }

  cancel(jobId: string): void {
    const job = this.get(jobId)
    job.act('cancel')
    if (this.#current?.job === job) {
      this.#current.run.stopOrKill(this.#parts.killAfterMs ?? killAfterMs)
    }
    this.#dequeue(job)
  }

  discard(jobId: string): void {
    const job = this.get(jobId)
    if (!isAtRest(job.state)) {
      throw new AppError('request/invalid', `job "${jobId}": is ${job.state}, cancel it first`)
    }
    job.store.jobs.discard(jobId)
    job.silence()
    this.#dequeue(job)
    this.#jobs.delete(jobId)
    this.#generated.delete(jobId)
    this.#keys.delete(jobId)
  }

  /** Ends at once: what runs becomes interrupted, its committed units are safe in the store. */
  close(): void {
    this.#isClosed = true
    for (const job of this.#jobs.values()) {
      if (job.state === 'queued' || !isAtRest(job.state)) job.act('interrupt')
      job.silence()
    }
    this.worker.close()
  }

  #add(row: JobRow, store: JobStore): LiveJob {
    const job = new LiveJob(row, store, (status) => this.#parts.emit('job/changed', status))
    this.#jobs.set(row.jobId, job)
    return job
  }

  #enqueue(job: LiveJob): void {
    this.#queued.push(job)
    // Later, so that the caller has the job's id before its first event.
    setImmediate(() => void this.#runNext())
  }

  #dequeue(job: LiveJob): void {
    this.#queued = this.#queued.filter((other) => other !== job)
  }

  async #runNext(): Promise<void> {
    if (this.#current !== null || this.#isClosed) return
    const job = this.#queued.shift()
    if (job === undefined) return
    const { pid, started } = this.#parts.owner
    job.act('start', { ownerPid: pid, ownerStarted: started, error: null })
    const run = new JobRun(job, this.worker)
    this.#current = { job, run }
    const ending = await run.toEnd()
    this.#current = null
    if (this.#isClosed) return
    this.#settle(job, ending)
    void this.#runNext()
  }

  #settle(job: LiveJob, ending: Ending): void {
    const freed = { ownerPid: null, ownerStarted: null }
    // The user has ended it: what came of its last unit is not told any more.
    if (job.state === 'cancelling') return job.act('stopped', freed)
    switch (ending.action) {
      case 'stopped':
        return job.act('stopped', freed)
      case 'known':
        return job.act('finished', { ...freed, resultId: ending.resultId, fraction: 1 })
      case 'finished':
        return this.#finish(job, ending.result)
      default: {
        const { code, message, hint } = ending.error
        const error = { code, message, ...(hint !== undefined && { hint }) }
        return job.act(ending.action, { ...freed, error })
      }
    }
  }

  #finish(job: LiveJob, result: JobResult): void {
    const { jobId } = job
    const done = { fraction: 1, ownerPid: null, ownerStarted: null }
    if (result.kind === 'generation') {
      this.#generated.set(jobId, result)
      const { spec } = job.row
      if (spec.kind === 'generation') {
        const { role } = spec.request
        const { text, newIds } = result
        this.#parts.emit('generation/text', {
          jobId,
          role,
          text,
          nTokens: newIds.length,
          isComplete: true
        })
      }
      return job.act('finished', done)
    }
    let kept: { readonly resultId: string; readonly phase?: string }
    try {
      kept = keep(job, result)
    } catch (thrown) {
      return this.#settle(job, endingOf(thrown))
    }
    this.#keys.delete(jobId)
    job.act('finished', { ...done, ...kept })
    this.#parts.emit('library/changed', { resultId: kept.resultId })
  }

  #attach(child: ChildHandle): WorkerLine {
    // Only the worker that runs a job may add to it, and only while it does.
    const jobNow = (): LiveJob => {
      const job = this.#current?.job
      if (job !== undefined && child.channel.isOpen && !this.#isClosed) return job
      throw new AppError('engine/stopped', 'no job is running')
    }
    const needs = workerNeeds(jobNow, (jobId) => this.#keys.get(jobId) ?? null)
    return attachWorker(child, needs, {
      'unit/started': ({ jobId, unitId }) => {
        if (this.#current?.job.jobId === jobId) this.#current.run.unitId = unitId
      },
      'unit/progress': (progress) => {
        if (this.#current?.job.jobId === progress.jobId) this.#current.job.progress(progress)
      },
      'generation/text': (text) => this.#parts.emit('generation/text', text)
    })
  }
}

/** Stores what came of a job, with its end. */
function keep(
  { jobId, store }: LiveJob,
  result: Exclude<JobResult, { kind: 'generation' }>
): { readonly resultId: string; readonly phase?: string } {
  if (result.kind !== 'annotation') return { resultId: store.results.finish(jobId, result) }
  const phase = annotationPhase(result)
  store.labels.finish(jobId, result, phase)
  return { resultId: result.resultId, phase }
}

function isForgotten({ state, createdAt }: JobRow): boolean {
  return state === 'done' && Date.now() - Date.parse(createdAt) > doneJobDays * 86_400_000
}

import { AppError, reportError } from '../../errors.ts'
import type { ErrorReport } from '../../errors.ts'
import { CrashBook, crashLimit } from '../../processes/crash-book.ts'
import type { Supervisor } from '../../processes/supervisor.ts'
import type { JobResult, WorkerCalls } from '../../worker/contract.ts'
import { neededArrays } from '../layers/needed-arrays.ts'
import type { WorkerLine } from './job-worker.ts'
import type { LiveJob } from './live-job.ts'
import { requireFreeSpace } from './needed-space.ts'

/** How a run came to its end; the queue makes a state of it. */
export type Ending =
  | { readonly action: 'finished'; readonly result: JobResult }
  | { readonly action: 'known'; readonly resultId: string }
  | { readonly action: 'stopped' }
  | { readonly action: 'failed' | 'obstructed' | 'interrupt'; readonly error: ErrorReport }

/**
 * One run of a job: in the worker, and on in a fresh worker when that dies, from the units that are
 * committed. Never throws.
 */
export class JobRun {
  readonly #job: LiveJob
  readonly #worker: Supervisor<WorkerLine>
  readonly #crashes = new CrashBook()
  /** What the worker is on now. */
  unitId: string | null = null
  #line: WorkerLine | null = null
  #isOver = false
  #killTimer: NodeJS.Timeout | null = null

  constructor(job: LiveJob, worker: Supervisor<WorkerLine>) {
    this.#job = job
    this.#worker = worker
  }

  async toEnd(): Promise<Ending> {
    try {
      requireFreeSpace(this.#job.row.spec, this.#job.store.freeBytes())
      for (;;) {
        const ending = await this.#once()
        if (ending !== 'again') return ending
      }
    } catch (thrown) {
      return endingOf(thrown)
    } finally {
      this.#isOver = true
      if (this.#killTimer !== null) clearTimeout(this.#killTimer)
    }
  }

  /** Asks the worker to stop after its unit. */
  stop(): void {
    // A worker that dies over this ends the run anyway.
    void this.#line?.calls.call('job/stop', { jobId: this.#job.jobId }).catch(() => undefined)
  }

  /** Stops, and kills the worker when it has not stopped in time: a native call cannot be ended. */
  stopOrKill(killAfterMs: number): void {
    this.stop()
    this.#killTimer ??= setTimeout(() => {
      if (!this.#isOver) this.#worker.kill()
    }, killAfterMs)
  }

  async #once(): Promise<Ending | 'again'> {
    const { child, attached, ended } = await this.#worker.running()
    if (this.#job.wantsStop) return { action: 'stopped' }
    this.#line = attached
    this.unitId = null
    const { jobId, spec } = this.#job.row
    try {
      const done = this.#job.store.units.list(jobId, neededArrays(spec.kind))
      return endingOfReply(await attached.calls.call('job/run', { jobId, spec, done }))
    } catch (thrown) {
      const isAlive = child.channel.isOpen
      if (isAlive) throw thrown
      const { sentence } = await ended
      return this.#afterCrash(sentence)
    } finally {
      this.#line = null
    }
  }

  #afterCrash(sentence: string): Ending | 'again' {
    if (this.#job.wantsStop) return { action: 'stopped' }
    this.#job.countCrash('restarting the worker')
    const verdict = this.#crashes.record(this.unitId, performance.now())
    switch (verdict) {
      case 'restart':
        return 'again'
      case 'same-unit':
        return {
          action: 'failed',
          error: {
            code: 'engine/stopped',
            message: `unit "${this.unitId ?? ''}": the worker ${sentence} twice on it`,
            hint: 'Try another device or fewer threads; the units before it are kept.'
          }
        }
      case 'too-often':
        return {
          action: 'interrupt',
          error: {
            code: 'engine/stopped',
            message: `the worker ${sentence}, the ${crashLimit}rd time within five minutes`,
            hint: 'Resume the run to go on from the units that are done.'
          }
        }
    }
  }
}

function endingOfReply(reply: WorkerCalls['job/run'][1]): Ending {
  switch (reply.state) {
    case 'done':
      return { action: 'finished', result: reply.result }
    case 'known':
      return { action: 'known', resultId: reply.resultId }
    case 'stopped':
      return { action: 'stopped' }
    case 'short':
      return { action: 'obstructed', error: reply.error }
  }
}

/** A store that cannot write now pauses a run, so that nothing is computed that cannot be kept. */
export function endingOf(thrown: unknown): Ending {
  const error = reportError(thrown)
  if (thrown instanceof AppError && thrown.code === 'job/cancelled') return { action: 'stopped' }
  const isObstructed = error.code === 'store/full' || error.code === 'store/unavailable'
  return { action: isObstructed ? 'obstructed' : 'failed', error }
}

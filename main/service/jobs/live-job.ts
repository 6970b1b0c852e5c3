import type { JobState, JobStatus } from '../../../preload/data.ts'
import { AppError } from '../../errors.ts'
import type { UnitProgress } from '../../worker/contract.ts'
import { JobClock } from './job-clock.ts'
import type { JobAction } from './job-state.ts'
import { nextState } from './job-state.ts'
import type { JobChanges, JobRow, JobStore } from './job-store.ts'
import { Throttle } from './throttle.ts'

const announcePeriodMs = 100
/** How much of the elapsed time a kill may lose; units are committed one by one and lose nothing. */
const savePeriodMs = 5_000

/**
 * One job as the service knows it now. Memory leads and the store follows: while a disk is full the job
 * still shows its true state, and what could not be written is written with the next change.
 */
export class LiveJob {
  readonly store: JobStore
  /** The user wants it to stop after the unit that is running. */
  wantsPause = false
  #row: JobRow
  #unsaved: JobChanges = {}
  #savedMs = performance.now()
  #clock: JobClock
  #throughput: string | null = null
  readonly #announce: Throttle<JobStatus>

  constructor(row: JobRow, store: JobStore, announce: (status: JobStatus) => void) {
    this.store = store
    this.#row = row
    this.#clock = new JobClock(row.elapsedMs)
    this.#announce = new Throttle(announcePeriodMs, announce)
  }

  get jobId(): string {
    return this.#row.jobId
  }

  get row(): JobRow {
    return this.#row
  }

  get state(): JobState {
    return this.#row.state
  }

  get wantsStop(): boolean {
    return this.wantsPause || this.state === 'cancelling'
  }

  /** Takes the job to its next state. Throws `request/invalid` where the action is not possible. */
  act(action: JobAction, changes: JobChanges = {}): void {
    const state = nextState(this.state, action)
    if (state === null) {
      throw new AppError(
        'request/invalid',
        `job "${this.jobId}": is ${this.state}, ${descriptions[action]}`
      )
    }
    if (action === 'start') {
      this.#clock = new JobClock(this.#row.elapsedMs)
      this.#clock.start(this.#row.fraction)
      this.#throughput = null
    }
    if (state !== 'running' && state !== 'cancelling') this.#clock.stop()
    this.wantsPause = state === 'running' && action === 'pause'
    this.#change({ ...changes, state, elapsedMs: this.#clock.elapsedMs })
    this.#save()
    this.#announce.pushNow(this.status())
  }

  progress({ phase, unitsDone, unitsTotal, fraction, throughput }: UnitProgress): void {
    this.#throughput = throughput
    const notBefore = Math.max(this.#row.fraction, fraction)
    this.#row = { ...this.#row, unitsDone }
    this.#change({ phase, unitsTotal, fraction: notBefore, elapsedMs: this.#clock.elapsedMs })
    if (performance.now() - this.#savedMs > savePeriodMs) this.#save()
    this.#announce.push(this.status())
  }

  /** One more death of its worker. */
  countCrash(phase: string): void {
    this.#change({ crashes: this.#row.crashes + 1, phase })
    this.#save()
    // Not held back: the next worker's first progress would take its place.
    this.#announce.pushNow(this.status())
  }

  status(): JobStatus {
    const { jobId, spec, title, state, phase, unitsDone, unitsTotal, fraction } = this.#row
    return {
      jobId,
      kind: spec.kind,
      title,
      state,
      phase: this.wantsPause ? `${phase} (pausing)` : phase,
      unitsDone,
      unitsTotal,
      fraction,
      elapsedMs: this.#clock.elapsedMs,
      remainingMs: state === 'running' ? this.#clock.remainingMs(fraction) : null,
      throughput: state === 'running' ? this.#throughput : null,
      error: this.#row.error,
      resultId: this.#row.resultId,
      createdAt: this.#row.createdAt
    }
  }

  /** Says no more: the job is being thrown away, or the service closes. */
  silence(): void {
    this.#announce.cancel()
  }

  #change(changes: JobChanges): void {
    this.#row = { ...this.#row, ...changes }
    this.#unsaved = { ...this.#unsaved, ...changes }
  }

  #save(): void {
    this.#savedMs = performance.now()
    try {
      this.store.jobs.update(this.jobId, this.#unsaved)
      this.#unsaved = {}
    } catch (thrown) {
      // The store's own trouble: kept in `unsaved`, and reported by the next commit that meets it.
      if (!(thrown instanceof AppError)) throw thrown
    }
  }
}

const descriptions: Readonly<Record<JobAction, string>> = {
  start: 'only a queued one starts',
  pause: 'only a queued or running one can be paused',
  resume: 'only a paused, interrupted, failed or cancelled one can be resumed',
  cancel: 'a finished one cannot be cancelled',
  stopped: 'only a running one stops',
  finished: 'only a running one finishes',
  failed: 'only a running one fails',
  obstructed: 'only a running one is held up',
  interrupt: 'only a queued or running one is interrupted'
}

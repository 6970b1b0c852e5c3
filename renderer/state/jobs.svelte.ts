/** Every job that main knows of, kept up to date by its events. */
import type { ErrorReport } from '../../preload/contract.ts'
import type { JobStatus, LiveText } from '../../preload/data.ts'
import { call, reportOf } from '../api.ts'

/** A job that still can go on by itself. */
export function isActive({ state }: JobStatus): boolean {
  return state === 'queued' || state === 'running' || state === 'paused' || state === 'cancelling'
}

export class JobsState {
  /** Newest first. */
  list = $state.raw<readonly JobStatus[]>([])
  /** Text that a generation is writing now, by job. */
  live = $state.raw<Readonly<Record<string, LiveText>>>({})
  error = $state.raw<ErrorReport>()

  readonly active = $derived(this.list.filter(isActive))
  /** Stopped by a crash or a closed window; can be resumed or discarded. */
  readonly interrupted = $derived(this.list.filter(({ state }) => state === 'interrupted'))
  readonly failed = $derived(this.list.filter(({ state }) => state === 'failed'))

  #seen = new Set<string>()

  async load(): Promise<void> {
    try {
      const stored = await call('job/list', {})
      // An event that arrived while the list was on its way is newer than the list.
      this.list = sorted([
        ...this.list.filter(({ jobId }) => this.#seen.has(jobId)),
        ...stored.filter(({ jobId }) => !this.#seen.has(jobId))
      ])
    } catch (thrown) {
      this.error = reportOf(thrown)
    }
  }

  find(jobId: string | null): JobStatus | undefined {
    return this.list.find((job) => job.jobId === jobId)
  }

  changed(status: JobStatus): void {
    this.#seen.add(status.jobId)
    this.list = sorted([...this.list.filter(({ jobId }) => jobId !== status.jobId), status])
  }

  wrote(text: LiveText): void {
    this.live = { ...this.live, [text.jobId]: text }
  }

  pause(jobId: string): Promise<void> {
    return this.#ask('job/pause', jobId)
  }

  resume(jobId: string): Promise<void> {
    return this.#ask('job/resume', jobId)
  }

  /** Shows the wish at once; the job says itself when it has stopped. */
  async cancel(jobId: string): Promise<void> {
    const job = this.find(jobId)
    if (job) this.changed({ ...job, state: 'cancelling' })
    await this.#ask('job/cancel', jobId)
    // A job that could not be cancelled goes on; ask what it really does.
    if (this.error) {
      this.#seen.delete(jobId)
      const { error } = this
      await this.load()
      this.error = error
    }
  }

  async discard(jobId: string): Promise<void> {
    await this.#ask('job/discard', jobId)
    if (!this.error) this.list = this.list.filter((job) => job.jobId !== jobId)
  }

  async #ask(
    name: 'job/pause' | 'job/resume' | 'job/cancel' | 'job/discard',
    jobId: string
  ): Promise<void> {
    this.error = undefined
    try {
      await call(name, { jobId })
    } catch (thrown) {
      this.error = reportOf(thrown)
    }
  }
}

function sorted(list: readonly JobStatus[]): readonly JobStatus[] {
  return list.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))
}

import type { AttributionRecord } from '../../../preload/analysis/attribution-record.ts'
import type { JobError, JobState } from '../../../preload/data.ts'
import type { FinishedUnit, JobResult, JobSpec, JsonPlain } from '../../worker/contract.ts'

/** A job as it is kept. */
export interface JobRow {
  readonly jobId: string
  readonly spec: JobSpec
  readonly title: string
  readonly state: JobState
  readonly phase: string
  readonly unitsDone: number
  readonly unitsTotal: number
  readonly fraction: number
  readonly elapsedMs: number
  readonly error: JobError | null
  readonly resultId: string | null
  readonly createdAt: string
  readonly crashes: number
  readonly ownerPid: number | null
  readonly ownerStarted: string | null
}

export type JobChanges = Partial<Omit<JobRow, 'jobId' | 'spec' | 'title' | 'createdAt'>>

export type KeyFields = Readonly<Record<string, JsonPlain>>

/** What jobs need of a store: the database, or memory where nothing shall or can be kept. */
export interface JobStore {
  readonly jobs: {
    /** In state `queued`. */
    insert(job: Pick<JobRow, 'jobId' | 'spec' | 'title'>): void
    get(jobId: string): JobRow | null
    list(): JobRow[]
    update(jobId: string, changes: JobChanges): void
    discard(jobId: string): void
  }
  readonly units: {
    commit(jobId: string, unit: FinishedUnit): void
    list(jobId: string): FinishedUnit[]
  }
  readonly results: {
    /** Keeps the result and marks its job done; the id of an equal result that is there already. */
    finish(jobId: string, result: Extract<JobResult, { kind: 'attribution' }>): string
    find(keyFields: KeyFields): string | null
    record(resultId: string): AttributionRecord
  }
  readonly fingerprints: {
    lookup(identity: string): string | null
    remember(identity: string, fingerprint: string): void
  }
  freeBytes(): number
}

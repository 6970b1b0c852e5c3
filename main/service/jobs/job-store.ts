import type { AttributionRecord } from '../../../preload/analysis/attribution-record.ts'
import type { FinishedUnit, JobResult, JsonPlain } from '../../worker/contract.ts'
import type { JobChanges, JobRow } from '../store/jobs.ts'

export type { JobChanges, JobRow }

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

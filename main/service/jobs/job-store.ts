import type { AnyRecord } from '../../../preload/data.ts'
import type { FinishedUnit, JobResult, JsonPlain, UnitResult } from '../../worker/contract.ts'
import type { JobChanges, JobRow } from '../store/jobs.ts'
import type { StudyRecord } from '../../../preload/analysis/studies/record.ts'
import type { LayeredKind, LayerOf } from '../store/records/layer-kinds.ts'
import type { StudyPart } from '../store/records/study-part-schema.ts'

export type { JobChanges, JobRow }

export type KeyFields = Readonly<Record<string, JsonPlain>>

/** Results as jobs and views read them. */
export interface ResultReader {
  record(resultId: string): AnyRecord
  /** Indices of a result's layers, ascending; of this kind of analysis or an error. */
  layers(resultId: string, kind: LayeredKind): readonly number[]
  layer<K extends LayeredKind>(resultId: string, layer: number, kind: K): LayerOf[K]
  /** The record of a study; an error for another analysis. */
  study(resultId: string): StudyRecord
  /** One of the parts that its record names. */
  studyPart(resultId: string, partId: string): StudyPart
}

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
    /** In commit order; arrays whose names are not needed are left out. */
    list(jobId: string, isNeeded?: (name: string) => boolean): FinishedUnit[]
    /** In commit order. */
    ids(jobId: string): string[]
    get(jobId: string, unitId: string): UnitResult | null
  }
  readonly results: ResultReader & {
    /** Keeps the result and marks its job done; the id of an equal result that is there already. */
    finish(jobId: string, result: Exclude<JobResult, { kind: 'generation' | 'annotation' }>): string
    find(keyFields: KeyFields): string | null
  }
  readonly labels: {
    /** Keeps the labels beside their result and marks the job done, `phase` saying what came of it. */
    finish(jobId: string, result: Extract<JobResult, { kind: 'annotation' }>, phase: string): void
  }
  readonly answers: {
    lookup(key: string): string | null
    remember(key: string, answer: string): void
  }
  readonly fingerprints: {
    lookup(identity: string): string | null
    remember(identity: string, fingerprint: string): void
  }
  freeBytes(): number
}

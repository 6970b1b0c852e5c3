/**
 * What service and worker say to each other. A job is a plan of units: the worker asks a `Job` for the
 * next unit given the units that are done, runs it, and hands the result to the service, which commits
 * it before the next one starts. So a killed worker loses at most the unit it was on, and a resumed run
 * goes through the same units in the same order with the same numbers.
 */
import type { AttributionRecord } from '../../preload/analysis/attribution-record.ts'
import type { StoredLabel } from '../../preload/analysis/concepts/labels.ts'
import type { ConceptsLayer, ConceptsRecord } from '../../preload/analysis/concepts/record.ts'
import type { DatasetPreview, StudyMapping } from '../../preload/analysis/studies/dataset.ts'
import type {
  StudyCasePart,
  StudyPlan,
  StudyRecord
} from '../../preload/analysis/studies/record.ts'
import type {
  AnyRecord,
  CheckpointSummary,
  ConceptsPlan,
  DeviceName,
  DeviceStatus,
  HeadsPlan,
  LiveText,
  RunPlan,
  TokenizedText
} from '../../preload/data.ts'
import type { ErrorReport } from '../errors.ts'
import type {
  AnnotationRequest,
  AttentionRequest,
  AttributionRequest,
  ConceptsRequest,
  GenerationRequest,
  HeadsRequest,
  RecordedStudyRequest,
  StudyRequest
} from '../service/contract.ts'

export type JobSpec =
  | { readonly kind: 'attribution'; readonly request: AttributionRequest }
  | { readonly kind: 'generation'; readonly request: GenerationRequest }
  | { readonly kind: 'concepts'; readonly request: ConceptsRequest }
  | { readonly kind: 'heads'; readonly request: HeadsRequest }
  | { readonly kind: 'attention'; readonly request: AttentionRequest }
  | { readonly kind: 'annotation'; readonly request: AnnotationRequest }
  | { readonly kind: 'study'; readonly request: StudyRequest }
  | { readonly kind: 'study-import'; readonly request: RecordedStudyRequest }

export type TypedArray = Float32Array | Float64Array | Int32Array | Uint8Array

/** One unit's result: small plain values and numeric arrays. Survives structured clone and the store. */
export interface UnitResult {
  readonly values: Readonly<Record<string, JsonPlain>>
  readonly arrays: Readonly<Record<string, TypedArray>>
}

export type JsonPlain =
  null | boolean | number | string | readonly JsonPlain[] | { readonly [key: string]: JsonPlain }

export interface FinishedUnit {
  readonly unitId: string
  readonly result: UnitResult
}

/** What a finished job leaves behind. */
export type JobResult =
  | {
      readonly kind: 'attribution'
      /** Canonical fields whose SHA-256 is the result's key (architecture.md "Results"). */
      readonly keyFields: Readonly<Record<string, JsonPlain>>
      readonly title: string
      readonly record: AttributionRecord
    }
  | (Exclude<AnyRecord, { readonly kind: 'attribution' }> & {
      readonly keyFields: Readonly<Record<string, JsonPlain>>
      readonly title: string
      /** Units whose results stay as parts of the result, under the same ids: `layer/3`. */
      readonly parts: readonly string[]
    })
  | {
      /** Labels of a stored result; kept beside it, never in it. */
      readonly kind: 'annotation'
      readonly resultId: string
      readonly labels: readonly StoredLabel[]
      /** Answers that could not be used, in plain words. */
      readonly problems: readonly string[]
    }
  | {
      readonly kind: 'generation'
      readonly ids: readonly number[]
      readonly newIds: readonly number[]
      readonly text: string
      readonly stopReason: 'stop-token' | 'limit' | 'context'
    }

export interface UnitProgress {
  readonly jobId: string
  readonly phase: string
  readonly unitsDone: number
  /** 0 while unknown. */
  readonly unitsTotal: number
  /** 0–1 over the whole job. */
  readonly fraction: number
  readonly throughput: string | null
}

/** Service calls the worker. name: [request, reply] */
export interface WorkerCalls {
  'device/list': [null, readonly DeviceStatus[]]
  'device/test': [{ readonly device: DeviceName }, DeviceStatus]
  'checkpoint/describe': [{ readonly folder: string }, CheckpointSummary]
  'text/tokenize': [{ readonly folder: string; readonly text: string }, TokenizedText]
  'attribution/plan': [AttributionRequest, readonly RunPlan[]]
  'concepts/plan': [ConceptsRequest, ConceptsPlan]
  'heads/plan': [HeadsRequest, HeadsPlan]
  'study/preview': [
    { readonly data: string; readonly mapping: StudyMapping | null },
    DatasetPreview
  ]
  'study/plan': [StudyRequest, StudyPlan]
  /** Runs to the end, to a pause or cancel (`stopped`), or throws. `done` holds the units of an earlier try. */
  'job/run': [
    { readonly jobId: string; readonly spec: JobSpec; readonly done: readonly FinishedUnit[] },
    (
      | { readonly state: 'done'; readonly result: JobResult }
      | { readonly state: 'known'; readonly resultId: string }
      | { readonly state: 'stopped' }
      /** Memory ran short: paused, to be resumed on demand. */
      | { readonly state: 'short'; readonly error: ErrorReport }
    )
  ]
  /** Asks the running job to stop after its unit; acknowledged at once. */
  'job/stop': [{ readonly jobId: string }, null]
  /** The record so far, from the units done. */
  'job/partial': [
    { readonly spec: JobSpec; readonly done: readonly FinishedUnit[] },
    AnyRecord | null
  ]
}

/** The worker calls the service while a job runs. */
export interface WorkerNeeds {
  'unit/commit': [{ readonly jobId: string; readonly unit: FinishedUnit }, null]
  'fingerprint/lookup': [{ readonly identity: string }, string | null]
  'fingerprint/remember': [{ readonly identity: string; readonly fingerprint: string }, null]
  /** Is there a result of this key already? Its id, or null. */
  'result/find': [{ readonly keyFields: Readonly<Record<string, JsonPlain>> }, string | null]
  /** A stored concepts result, for its annotation. */
  'concepts/record': [{ readonly resultId: string }, ConceptsRecord]
  'concepts/layer': [{ readonly resultId: string; readonly layer: number }, ConceptsLayer]
  /** A stored study and what is sound of its parts, for one that takes over finished cases. */
  'study/record': [{ readonly resultId: string }, StudyRecord]
  'study/part': [{ readonly resultId: string; readonly partId: string }, StudyCasePart | null]
  /** Answers of language models that are known already, by the SHA-256 of everything that was asked. */
  'answer/lookup': [{ readonly key: string }, string | null]
  'answer/remember': [{ readonly key: string; readonly answer: string }, null]
  /** The secret of the endpoint, held in memory only; null where none was given. */
  'endpoint/key': [{ readonly jobId: string }, string | null]
}

export interface WorkerEvents {
  /** Said before a unit runs, so that a crash can be put down to it. */
  'unit/started': { readonly jobId: string; readonly unitId: string; readonly phase: string }
  'unit/progress': UnitProgress
  'generation/text': LiveText
  heartbeat: { readonly residentBytes: number }
}

/**
 * What the service answers. The same calls serve the app (through main, which turns handles into
 * folders) and the command line.
 */
import type { JobResult } from '../worker/contract.ts'
import type { AnnotationSettings } from '../../preload/analysis/concepts/annotation.ts'
import type { ConceptLabel, StoredLabel } from '../../preload/analysis/concepts/labels.ts'
import type {
  ConceptsLayer,
  ConceptsRecord,
  ConceptsRole,
  ConceptsSettings,
  WordHit
} from '../../preload/analysis/concepts/record.ts'
import type {
  AttentionLayer,
  AttentionSettings
} from '../../preload/analysis/heads/attention-record.ts'
import type { HeadsLayer, HeadsSettings } from '../../preload/analysis/heads/record.ts'
import type { DatasetPreview, StudyMapping } from '../../preload/analysis/studies/dataset.ts'
import type { SalienceSettings } from '../../preload/analysis/salience-settings.ts'
import type {
  StoredRating,
  StudyCaseDetail,
  StudyMode,
  StudyPlan,
  StudyRole,
  StudySettings
} from '../../preload/analysis/studies/record.ts'
import type {
  AnnotationPlan,
  AttributionRecord,
  AttributionSettings,
  CheckpointSummary,
  ConceptsPlan,
  PartSource,
  DeviceName,
  DeviceStatus,
  HeadsPlan,
  HeadsRecord,
  JobError,
  JobStatus,
  LibraryPage,
  LibraryQuery,
  LiveText,
  OpenedResult,
  PartialResult,
  Role,
  RunPlan,
  StudyRecord,
  TokenizedText
} from '../../preload/data.ts'

/** An attribution as the service sees it: folders instead of handles. */
export interface AttributionRequest {
  readonly base: string | null
  readonly tuned: string | null
  readonly settings: AttributionSettings
}

/** A concepts analysis as the service sees it: folders and files instead of handles. */
export interface ConceptsRequest {
  readonly base: string | null
  readonly tuned: string | null
  /** A word list; null takes the whole words of the tokenizer. */
  readonly words: string | null
  readonly settings: ConceptsSettings
}

/** Word-word relations of attention heads; folders and files instead of handles. */
export interface HeadsRequest {
  readonly base: string | null
  readonly tuned: string | null
  /** A word list; null takes the whole words of the tokenizer. */
  readonly words: string | null
  /** A file of word vectors; null takes the input embeddings of the base (or only) model. */
  readonly similarity: string | null
  readonly settings: HeadsSettings
}

/** What heads do on one prompt. */
export interface AttentionRequest {
  readonly base: string | null
  readonly tuned: string | null
  readonly settings: AttentionSettings
}

/** Attributions over a data set; folders and files instead of handles. */
export interface StudyRequest {
  readonly base: string | null
  readonly tuned: string | null
  /** The data set's file. */
  readonly data: string
  readonly settings: StudySettings
}

/** Recorded runs as a study: a file a model, `.jsonl` with its maps in the `.safetensors` beside it, or Inseq's `.json`. */
export interface RecordedStudyRequest {
  readonly base: string | null
  readonly tuned: string | null
}

/** Has a language model label the concepts of a stored result. */
export interface AnnotationRequest {
  readonly resultId: string
  readonly settings: AnnotationSettings
}

export interface GenerationRequest {
  readonly folder: string
  readonly role: Role
  readonly prompt: string
  readonly useChatTemplate: boolean
  readonly nTokensLimit: number
  readonly device: DeviceName
  readonly nThreads: number
}

export type GenerationResult = Extract<JobResult, { kind: 'generation' }>

export interface WorkerStatus {
  readonly role: 'jobs' | 'desk'
  readonly pid: number | null
  /** Nothing was heard for some seconds: it is in a long native call. */
  readonly isBusy: boolean
  readonly residentBytes: number | null
}

/** name: [request, reply] */
export interface ServiceCalls {
  'service/status': [
    null,
    {
      readonly storeProblem: JobError | null
      readonly versions: Record<string, string>
      readonly workers: readonly WorkerStatus[]
    }
  ]
  'device/list': [null, readonly DeviceStatus[]]
  'device/test': [{ readonly device: DeviceName }, DeviceStatus]
  'checkpoint/describe': [{ readonly folder: string }, CheckpointSummary]
  'text/tokenize': [{ readonly folder: string; readonly text: string }, TokenizedText]
  'attribution/plan': [AttributionRequest, readonly RunPlan[]]
  'attribution/start': [AttributionRequest, { readonly jobId: string }]
  /** The newest run of this very request that was stopped half-way and can be resumed. */
  'attribution/unfinished': [
    AttributionRequest,
    { readonly jobId: string; readonly unitsDone: number } | null
  ]
  'concepts/plan': [ConceptsRequest, ConceptsPlan]
  'concepts/start': [ConceptsRequest, { readonly jobId: string }]
  'concepts/unfinished': [
    ConceptsRequest,
    { readonly jobId: string; readonly unitsDone: number } | null
  ]
  'concepts/result': [{ readonly jobId: string }, ConceptsRecord]
  /** A layer of a stored result, or of a job as far as it is done; null while that layer is not. */
  'concepts/layer': [
    {
      readonly source: PartSource
      readonly layer: number
      readonly withDirections: boolean
    },
    ConceptsLayer | null
  ]
  /** Where words, given as lines of the list, stand among all layers' concepts. */
  'concepts/find-words': [
    { readonly source: PartSource; readonly words: readonly number[] },
    readonly WordHit[]
  ]
  /** Labels by people and language models with their history, oldest first. */
  'concepts/labels': [{ readonly resultId: string }, readonly StoredLabel[]]
  'concepts/set-label': [
    {
      readonly resultId: string
      readonly layer: number
      readonly role: ConceptsRole
      readonly direction: number
      /** Null withdraws the manual label. */
      readonly label: ConceptLabel | null
      readonly author: string
      readonly note: string
    },
    null
  ]
  'heads/plan': [HeadsRequest, HeadsPlan]
  'heads/start': [HeadsRequest, { readonly jobId: string }]
  'heads/unfinished': [HeadsRequest, { readonly jobId: string; readonly unitsDone: number } | null]
  'heads/result': [{ readonly jobId: string }, HeadsRecord]
  /** The neuron pairs of a layer's heads; null while that layer is not done. */
  'heads/layer': [{ readonly source: PartSource; readonly layer: number }, HeadsLayer | null]
  'attention/start': [AttentionRequest, { readonly jobId: string }]
  /** The weights of a layer's heads; null while that layer is not done. */
  'attention/layer': [
    { readonly source: PartSource; readonly layer: number },
    AttentionLayer | null
  ]
  'study/preview': [
    { readonly data: string; readonly mapping: StudyMapping | null },
    DatasetPreview
  ]
  'study/plan': [StudyRequest, StudyPlan]
  'study/start': [StudyRequest, { readonly jobId: string }]
  'study/unfinished': [StudyRequest, { readonly jobId: string; readonly unitsDone: number } | null]
  'study/import': [RecordedStudyRequest, { readonly jobId: string }]
  'study/result': [{ readonly jobId: string }, StudyRecord]
  /** The maps of a case; null while it is not done. */
  'study/case': [
    { readonly source: PartSource; readonly case: number; readonly mode: StudyMode },
    StudyCaseDetail | null
  ]
  'study/ratings': [{ readonly resultId: string }, readonly StoredRating[]]
  'study/rate': [
    {
      readonly resultId: string
      readonly case: number
      readonly role: StudyRole
      readonly rating: number | null
    },
    null
  ]
  /** Writes the file. */
  'study/report': [
    {
      readonly resultId: string
      readonly format: 'html' | 'csv' | 'json' | 'parquet'
      readonly salience: SalienceSettings
      readonly path: string
    },
    null
  ]
  'annotation/plan': [AnnotationRequest, AnnotationPlan]
  /** The key is kept in memory and never stored. */
  'annotation/start': [
    AnnotationRequest & { readonly key: string | null },
    { readonly jobId: string }
  ]
  'generation/start': [GenerationRequest, { readonly jobId: string }]
  'job/list': [null, readonly JobStatus[]]
  'job/pause': [{ readonly jobId: string }, null]
  'job/resume': [{ readonly jobId: string }, null]
  'job/cancel': [{ readonly jobId: string }, null]
  'job/discard': [{ readonly jobId: string }, null]
  'job/partial': [{ readonly jobId: string }, PartialResult | null]
  /** The record of a job that is done, whether it is stored or only in memory. */
  'attribution/result': [{ readonly jobId: string }, AttributionRecord]
  /** What a generation wrote, once it is done. */
  'generation/result': [{ readonly jobId: string }, GenerationResult]
  'library/list': [LibraryQuery, LibraryPage]
  'result/open': [{ readonly resultId: string }, OpenedResult]
  'result/rename': [{ readonly resultId: string; readonly title: string }, null]
  'result/annotate': [
    { readonly resultId: string; readonly note: string; readonly tags: readonly string[] },
    null
  ]
  'result/delete': [{ readonly resultId: string }, null]
  'result/restore': [{ readonly resultId: string }, null]
  /** Writes the file; `shiftlens` is the one-file form that `result/import` reads back. */
  'result/export': [
    {
      readonly resultId: string
      readonly format: 'shiftlens' | 'json' | 'csv'
      readonly path: string
    },
    null
  ]
  'result/import': [{ readonly path: string }, { readonly resultId: string }]
}

export interface ServiceEvents {
  'job/changed': JobStatus
  'generation/text': LiveText
  'library/changed': { readonly resultId: string | null }
}

/**
 * Plain data that crosses process borders: what views show and calls carry. Everything here survives
 * structured clone; nothing here names a path (the renderer only knows opaque checkpoint handles).
 */
import type { AttributionRecord } from './analysis/attribution-record.ts'
import type { CostEstimate } from './analysis/concepts/annotation.ts'
import type { ConceptsRecord } from './analysis/concepts/record.ts'
import type { AttentionRecord } from './analysis/heads/attention-record.ts'
import type { HeadsRecord } from './analysis/heads/record.ts'
import type { DatasetPreview } from './analysis/studies/dataset.ts'
import type { StudyRecord } from './analysis/studies/record.ts'

export type { AttentionRecord, AttributionRecord, ConceptsRecord, HeadsRecord, StudyRecord }

/** Which side of the pair a model is on. A single model is a pair with one side empty. */
export type Role = 'base' | 'tuned'

/** Opaque, unguessable name of a folder that the user granted. */
export type CheckpointHandle = string

/** What a checkpoint is, from config and tensor headers alone. */
export interface CheckpointSummary {
  readonly name: string
  readonly family: string
  readonly architecture: string
  readonly nLayers: number
  readonly nHeads: number
  readonly nKvHeads: number
  readonly dModel: number
  readonly dHead: number
  readonly dFfn: number
  readonly nVocab: number
  readonly maxPositions: number
  readonly nParameters: number
  readonly sizeBytes: number
  readonly storedDtype: string
  readonly tiedEmbeddings: boolean
  readonly rope: string
  readonly hasChatTemplate: boolean
  readonly containsCode: boolean
  readonly warnings: readonly string[]
}

export interface OpenedCheckpoint {
  readonly handle: CheckpointHandle
  /** Folder name for display (last two path parts), never a full path. */
  readonly label: string
  readonly summary: CheckpointSummary
}

/** A data set that was chosen or arrived, and what its proposed mapping gives. */
export interface OpenedDataset {
  readonly handle: string
  readonly preview: DatasetPreview
}

export interface RecentCheckpoint {
  readonly handle: CheckpointHandle
  readonly label: string
  readonly isMissing: boolean
}

export type TargetKind = 'probability' | 'log-probability' | 'logit' | 'contrastive'
export type RespondMode = 'given' | 'base' | 'tuned' | 'own' | 'length-matched'
export type Estimator = 'gradient' | 'leave-one-out'
export type Direction = 'auto' | 'forward' | 'reverse'
export type MemoryMode = 'auto' | 'resident' | 'streamed'
export type DeviceName = 'auto' | 'cpu' | 'webgpu' | 'cuda' | 'dml'

/** Half-open character range of the stripped prompt, in code points. */
export type Span = readonly [start: number, end: number]

/** Everything about an attribution that does not depend on where the checkpoints lie. */
export interface AttributionSettings {
  readonly prompt: string
  /** The response text when `respond` is `given`, else null. */
  readonly response: string | null
  readonly respond: RespondMode
  /** Limit of generated tokens. */
  readonly nTokensLimit: number
  readonly instructionSpans: readonly Span[]
  readonly target: TargetKind
  /** For `contrastive`: text whose first token is the foil; null takes the most probable other token. */
  readonly foil: string | null
  /** `gradient` computes the map; true adds exact leave-one-out beside it. */
  readonly estimator: Estimator
  readonly withLeaveOneOut: boolean
  readonly useChatTemplate: boolean
  readonly direction: Direction
  readonly memory: MemoryMode
  readonly device: DeviceName
  /** 0 = as many as there are cores. */
  readonly nThreads: number
}

export interface TokenizedText {
  readonly ids: readonly number[]
  readonly tokens: readonly string[]
  /** Code-point ranges in the stripped text. */
  readonly ranges: readonly Span[]
}

/** What a run will cost, shown before it starts. */
export interface RunPlan {
  readonly role: Role
  readonly direction: 'forward' | 'reverse' | 'leave-one-out'
  readonly memory: 'resident' | 'streamed'
  readonly device: string
  readonly nThreads: number
  readonly batch: number
  readonly nPrompt: number
  readonly nResponse: number
  readonly nUnits: number
  /** Floating-point operations of each direction (2mnk of every product). */
  readonly operationsForward: number
  readonly operationsReverse: number
  readonly neededBytes: number
  readonly freeBytes: number
}

export type JobState =
  'queued' | 'running' | 'paused' | 'cancelling' | 'cancelled' | 'failed' | 'interrupted' | 'done'

export interface JobStatus {
  readonly jobId: string
  readonly kind:
    | 'attribution'
    | 'generation'
    | 'concepts'
    | 'annotation'
    | 'heads'
    | 'attention'
    | 'study'
    | 'study-import'
  readonly title: string
  readonly state: JobState
  /** Plain words: what is being done now, e.g. "tuned: attributing". */
  readonly phase: string
  readonly unitsDone: number
  /** 0 while not yet known. */
  readonly unitsTotal: number
  /** 0–1 over the whole job, monotone. */
  readonly fraction: number
  readonly elapsedMs: number
  readonly remainingMs: number | null
  /** Units or tokens a second, with its unit, for display. */
  readonly throughput: string | null
  readonly error: JobError | null
  /** The result, once done. */
  readonly resultId: string | null
  readonly createdAt: string
}

export interface JobError {
  readonly code: string
  readonly message: string
  readonly hint?: string
}

/** Response text while a model is writing it. */
export interface LiveText {
  readonly jobId: string
  readonly role: Role
  readonly text: string
  readonly nTokens: number
  readonly isComplete: boolean
}

/** A record by the analysis that it is of. */
export type AnyRecord =
  | { readonly kind: 'attribution'; readonly record: AttributionRecord }
  | { readonly kind: 'concepts'; readonly record: ConceptsRecord }
  | { readonly kind: 'heads'; readonly record: HeadsRecord }
  | { readonly kind: 'attention'; readonly record: AttentionRecord }
  | { readonly kind: 'study'; readonly record: StudyRecord }

/** What exists of a result so far; drawn and marked as partial. */
export type PartialResult = AnyRecord & { readonly jobId: string }

/** A result with parts: stored, or a job's as far as it is done. */
export type PartSource = { readonly resultId: string } | { readonly jobId: string }

/** What a concepts run will cost, shown before it starts. */
export interface ConceptsPlan {
  readonly nLayers: number
  readonly nWords: number
  /** Floating-point operations of all layers and models. */
  readonly operations: number
  readonly neededBytes: number
  readonly freeBytes: number
  /** What of this pair cannot be compared, and why. */
  readonly limits: readonly string[]
  /** What was found odd in the word list. */
  readonly notes: readonly string[]
}

/** What a heads run will cost, shown before it starts. */
export interface HeadsPlan extends ConceptsPlan {
  /** Of all layers and models. */
  readonly nHeads: number
}

/** What a labelling by a language model will cost, shown before anything is sent. */
export interface AnnotationPlan {
  readonly nConcepts: number
  readonly estimate: CostEstimate
  readonly warnings: readonly string[]
}

export type ResultKind = AnyRecord['kind']

export interface ResultRow {
  readonly resultId: string
  readonly kind: ResultKind
  readonly title: string
  /** Empty where the analysis has no prompt. */
  readonly prompt: string
  readonly baseName: string
  readonly tunedName: string | null
  readonly baseScore: number | null
  readonly tunedScore: number | null
  readonly tags: readonly string[]
  readonly note: string
  readonly createdAt: string
  readonly sizeBytes: number
}

export interface LibraryQuery {
  /** Full-text words over title, prompt, responses, models, tags and notes; empty = all. */
  readonly text: string
  readonly tag: string | null
  readonly sort: 'newest' | 'oldest' | 'title' | 'tuned-score' | 'base-score'
  readonly offset: number
  readonly limit: number
}

export interface LibraryPage {
  readonly rows: readonly ResultRow[]
  readonly nMatching: number
  readonly tags: readonly { readonly tag: string; readonly nResults: number }[]
}

export type OpenedResult = AnyRecord & {
  readonly row: ResultRow
  /** Plain-word reasons why the stored values could not be verified; empty when sound. */
  readonly problems: readonly string[]
}

export interface DeviceStatus {
  readonly name: Exclude<DeviceName, 'auto'>
  readonly isAvailable: boolean
  /** null until its self-test has run. */
  readonly isTrusted: boolean | null
  readonly detail: string
}

export interface SampleCase {
  readonly id: string
  readonly prompt: string
  readonly response: string
  readonly instruction: string
}

export interface SampleData {
  readonly base: OpenedCheckpoint
  readonly tuned: OpenedCheckpoint
  readonly cases: readonly SampleCase[]
}

export interface Settings {
  readonly theme: 'system' | 'light' | 'dark'
  readonly palette: 'RdBu' | 'PuOr'
  readonly device: DeviceName
  readonly nThreads: number
  readonly hasSeenTour: boolean
  readonly levels: number
  readonly threshold: number
  readonly exponent: number
}

export interface AppInfo {
  readonly version: string
  readonly versions: Readonly<Record<string, string>>
  readonly platform: string
  readonly isTest: boolean
  /** Why the library cannot be written, e.g. it was made by a newer version; null when all is well. */
  readonly storeProblem: JobError | null
}

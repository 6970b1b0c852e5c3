/**
 * A study: attributions of a whole data set in one model or a pair, as it is stored, shown and exported.
 * The record holds what tables, tests, plots and sweeps need for every case; the maps behind it are parts
 * of the result (`case/base/12`, `recorded/tuned/3`), read one by one.
 */
import type { AttributionSide } from '../attribution-record.ts'
import type { DatasetSummary, StudyCase, StudyMapping } from './dataset.ts'

export type StudyRole = 'base' | 'tuned'

/**
 * Which responses are compared: each model's own, the same for both, or each its own cut to the shorter
 * one's number of tokens (method.md section 1).
 */
export const studyModes = ['own', 'same', 'length-matched'] as const
export type StudyMode = (typeof studyModes)[number]

/** Whose response both models are attributed on in mode `same`. */
export type SameResponse = 'reference' | StudyRole

export type AblationMethod = 'remove' | 'mask' | 'replace'

/** Everything about a study that does not depend on where files lie. */
export interface StudySettings {
  readonly mapping: StudyMapping
  /** In the order of `studyModes`; at least one. */
  readonly modes: readonly StudyMode[]
  readonly sameResponse: SameResponse
  /** The first so many sound rows; null takes all. */
  readonly nCasesLimit: number | null
  /** Limit of a written response. */
  readonly nTokensLimit: number
  readonly useChatTemplate: boolean
  /** Words taken from the prompt beside the attribution; null leaves it out. */
  readonly ablation: { readonly method: AblationMethod; readonly seed: number } | null
  readonly direction: 'auto' | 'forward' | 'reverse'
  readonly memory: 'auto' | 'resident' | 'streamed'
  readonly device: 'auto' | 'cpu' | 'webgpu' | 'cuda' | 'dml'
  /** 0 = as many as there are cores. */
  readonly nThreads: number
  /** A stored study whose finished cases are taken over where they are of the same run; its failed ones run again. */
  readonly previous: string | null
}

/** Of the paper's own runs: they stop at 300 tokens. */
export const defaultResponseTokens = 300

/** Pairs in which a response has fewer tokens are left out of length-matched comparisons (method.md). */
export const fewestMatchedTokens = 5

/** Levels that row counts tell apart: 1 to 10 (`recordedLevels`). */
export const countedLevels = 10

/** Classes of prompt tokens. A special token inside an instruction span is an instruction token. */
export const tokenClasses = ['context', 'instruction', 'special'] as const
export type TokenClass = (typeof tokenClasses)[number]

/**
 * One model under one mode. Cases in the order of the record, their prompt tokens one after the other: the
 * rows of case c begin at the sum of `nPrompt` of the cases before it (a case that is not done has none).
 */
export interface StudyRunSide {
  readonly role: StudyRole
  /** [nCases] 1 done, 0 not yet, 2 failed or left out (why is in `failures`) */
  readonly state: Uint8Array
  /** [nCases] prompt tokens N; 0 where not done */
  readonly nPrompt: Int32Array
  /** [nCases] response tokens M of this mode; 0 for an empty response, whose score is 0 */
  readonly nResponse: Int32Array
  /**
   * [Σ nPrompt, 10] of each prompt token, how many response tokens it stands at level 1, 2, … 10 of the
   * salient map with L = 10, b = 0. Density and score for any b and p and for L = 10, 5 or 2 follow from
   * these exactly; levels are computed in float64 from the raw matrix.
   */
  readonly levelCounts: Int32Array
  /** [Σ nPrompt] index into `tokenClasses` */
  readonly tokenClass: Uint8Array
}

export interface StudyRun {
  readonly mode: StudyMode
  /** As the sides of the record. */
  readonly sides: readonly StudyRunSide[]
}

export interface StudySide {
  readonly role: StudyRole
  readonly name: string
  /** SHA-256 over the checkpoint; of the files of maps for a recorded run. Hex. */
  readonly fingerprint: string
  /** SHA-256 of what was read of the checkpoint's config, hex; recorded runs have none. */
  readonly configHash?: string
}

export interface StudyFailure {
  /** Index into `cases`. */
  readonly case: number
  readonly role: StudyRole
  readonly problem: string
}

/**
 * Word ablation of one model: what taking an instruction span out of the prompt does to the response (the
 * one of mode `same` where that was run, else the model's own), beside the same for context words of equal
 * number, drawn by a seed. A row a (case, span); rows in case order.
 */
export interface AblationSide {
  readonly role: StudyRole
  /** [nRows] index into `cases` */
  readonly caseOf: Int32Array
  /** [nRows] index into the case's `instructionSpans` */
  readonly spanOf: Int32Array
  /** [nRows] words that were taken, of the instruction and of the context each */
  readonly nWords: Int32Array
  /** [nRows] tokens of the response */
  readonly nResponse: Int32Array
  /** [nRows] Σ log p of the response's tokens, natural logarithm, prompt as it is */
  readonly logProbability: Float64Array
  /** [nRows] the same with the instruction's words ablated, and with as many context words */
  readonly withoutInstruction: Float64Array
  readonly withoutContext: Float64Array
  /**
   * [nRows, nLayers] change of the hidden states that predict the response, after each layer: mean over
   * positions of ‖h' − h‖ / ‖h‖. Summed in float64.
   */
  readonly hiddenInstruction: Float32Array
  readonly hiddenContext: Float32Array
  readonly nLayers: number
}

export interface StudyAblation {
  readonly method: AblationMethod
  readonly seed: number
  /** What stands in for a masked token, as the tokenizer spells it, by side; null unless masking. */
  readonly maskTokens: readonly string[] | null
  readonly sides: readonly AblationSide[]
  /** Cases that could not be ablated, and why (no instruction, too few context words). */
  readonly leftOut: readonly StudyFailure[]
}

export interface StudyRecord {
  readonly source: 'computed' | 'recorded'
  readonly dataset: DatasetSummary
  /** In the order of the data set. */
  readonly cases: readonly StudyCase[]
  /** Base first; one or two. */
  readonly sides: readonly StudySide[]
  /** One a mode, in the order of `studyModes`. */
  readonly runs: readonly StudyRun[]
  readonly ablation: StudyAblation | null
  /** Null for recorded runs. */
  readonly settings: Omit<StudySettings, 'mapping'> | null
  readonly failures: readonly StudyFailure[]
  /** Ids of the parts that hold the maps. */
  readonly parts: readonly string[]
  readonly operations: number
  readonly seconds: number
  readonly versions: Readonly<Record<string, string>>
  readonly device: string
  /** ISO 8601, UTC. */
  readonly createdAt: string
  readonly isPartial: boolean
  readonly notes: readonly string[]
}

/** A part of a computed study, `case/<role>/<case>`: one model's maps of one case. */
export interface StudyCasePart {
  readonly role: StudyRole
  readonly case: number
  /** Why it has no maps; null when it has. */
  readonly failure: string | null
  /** Why a mode that was asked for has no map where the other one has. */
  readonly leftOut: readonly { readonly mode: 'own' | 'same'; readonly problem: string }[]
  /** What a reader should know of it, in plain words: a cut response, a merged seam. */
  readonly notes: readonly string[]
  /** By mode; `length-matched` is `own` cut to fewer columns, so it is not kept twice. Empty where failed. */
  readonly maps: readonly {
    readonly mode: 'own' | 'same'
    readonly side: AttributionSide
    /** [N, M] salient map, L = 10, b = 0: what the record is made of without the raw matrices */
    readonly levels: Uint8Array
  }[]
}

/** A part of a recorded study, `recorded/<role>/<block>`: salient maps (L = 10, b = 0) of a run of cases. */
export interface StudyRecordedPart {
  readonly role: StudyRole
  /** Index of the first case in it. */
  readonly from: number
  readonly cases: readonly RecordedCase[]
}

export interface RecordedCase {
  /** [N] as the tokenizer spelt them */
  readonly promptTokens: readonly string[]
  /** [M] */
  readonly responseTokens: readonly string[]
  /** Counted from the first prompt token. */
  readonly instructionTokens: readonly number[]
  /** [N, M] integers 0 to 10 where `isLevels`, else raw importance */
  readonly map: Uint8Array | Float32Array
}

/** A case under one mode, for looking at: the maps of both models. */
export interface StudyCaseDetail {
  readonly mode: StudyMode
  readonly case: number
  /** Base first; a side whose case is not done, or failed, is left out. */
  readonly sides: readonly StudyCaseSide[]
}

export interface StudyCaseSide {
  readonly role: StudyRole
  /** [N] */
  readonly promptTokens: readonly string[]
  /** [N] */
  readonly isSpecial: readonly boolean[]
  /** [M] */
  readonly responseTokens: readonly string[]
  /** Counted from the first prompt token. */
  readonly instructionTokens: readonly number[]
  /**
   * [N, M] `raw`: signed importance, levels follow from it. `levels`: a recorded salient map (L = 10, b = 0),
   * to be shown at L = 10, 5 or 2 only.
   */
  readonly map:
    | { readonly kind: 'raw'; readonly values: Float32Array }
    | { readonly kind: 'levels'; readonly values: Uint8Array }
  /** [M] the model's probability of each response token; null where it was not recorded */
  readonly probability: Float32Array | null
}

/** A rating given in the app; the history is kept, the newest counts. */
export interface StoredRating {
  readonly case: number
  readonly role: StudyRole
  /** 1 unfollowed, 2 and more followed; null withdraws what was said in the app. */
  readonly rating: number | null
  /** ISO 8601, UTC. */
  readonly createdAt: string
}

/** What a study will cost, shown before it starts. */
export interface StudyPlan {
  readonly nCases: number
  readonly nBadRows: number
  readonly sides: readonly StudySidePlan[]
  /** Floating-point operations of everything, written responses taken at their limit or at the reference's length. */
  readonly operations: number
  /** From a short product timed on this machine; null where none was timed. */
  readonly estimatedSeconds: number | null
  readonly neededBytes: number
  readonly freeBytes: number
  /** Cases that cannot run, by what is known before: over the context, no response. */
  readonly limits: readonly string[]
  readonly notes: readonly string[]
}

export interface StudySidePlan {
  readonly role: StudyRole
  readonly memory: 'resident' | 'streamed'
  readonly device: string
  readonly nThreads: number
  /** Prompt tokens of the shortest and the longest case. */
  readonly shortestPrompt: number
  readonly longestPrompt: number
}

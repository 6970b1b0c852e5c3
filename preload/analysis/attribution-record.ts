/**
 * An attribution as it is stored, shown and exported: plain data that survives structuredClone.
 * Raw matrices only; L, b and p are applied when it is looked at.
 */

import type { SalienceSettings } from './salience-settings.ts'

/** [start, end): half-open. */
export type Span = readonly [start: number, end: number]

export type ModelRole = 'base' | 'tuned'
export type AttributionTarget = 'probability' | 'log-probability' | 'logit' | 'contrastive'
export type AttributionEstimator = 'gradient' | 'leave-one-out'
export type AttributionDirection = 'forward' | 'reverse'

/** Where the response comes from: given, one model's for both, each its own, or both cut alike. */
export type ResponseMode = 'given' | 'base' | 'tuned' | 'own' | 'length-matched'

/** What was asked for; what was then done is in the record and its sides. */
export interface AttributionSettings {
  readonly salience: SalienceSettings
  readonly direction: AttributionDirection | 'auto'
  readonly memory: 'auto' | 'resident' | 'streamed'
  readonly device: string
  readonly threads: number
  /** Limit of a generated response. */
  readonly maxNewTokens: number
  readonly usesChatTemplate: boolean
}

/** One model's half of an attribution. T tokens, N of the prompt, M of the response. */
export interface AttributionSide {
  readonly role: ModelRole
  /** The folder's base name, or what the user called it. */
  readonly name: string
  /** SHA-256 over tensor headers and bytes, hex. */
  readonly fingerprint: string
  /** [T] */
  readonly ids: readonly number[]
  /** [T], as the tokenizer spells them */
  readonly tokens: readonly string[]
  /** [T], code points of the tokenised text, without a token's leading space; [0, 0) for an added BOS */
  readonly ranges: readonly Span[]
  /** Code points before the stripped prompt in the tokenised text: 0 unless a chat template wraps it. */
  readonly promptOffset: number
  /** Code points before the stripped response in the tokenised text. */
  readonly responseOffset: number
  /** [T], special tokens and those of a chat template */
  readonly isSpecial: readonly boolean[]
  /** Into `ids`; a BOS belongs to neither. */
  readonly promptPositions: Span
  readonly responsePositions: Span
  /** [N, M], signed, unit of the target; by `estimator` of the record */
  readonly importance: Float32Array
  /** [M], the model's probability of each response token */
  readonly probability: Float32Array
  /** [N, M], exact fall when the token is removed, where it was run beside the gradient */
  readonly leaveOneOut?: Float32Array
  /** [M], ids of the other token of each contrast, for the contrastive target */
  readonly foils?: readonly number[]
  /** The last prompt token merged with the response, so the prompt ends one token early. */
  readonly seamMerged: boolean
  readonly response: string
  /** What was taken; null for an empty response. */
  readonly direction: AttributionDirection | null
  readonly isStreamed: boolean
  /** Counted floating-point operations of this side. */
  readonly operations: number
}

export interface AttributionRecord {
  /** Stripped, as the user wrote it. */
  readonly prompt: string
  /** Code points of the stripped prompt. */
  readonly instructionSpans: readonly Span[]
  readonly target: AttributionTarget
  /** The foil as text where one was given. */
  readonly foil?: string
  readonly estimator: AttributionEstimator
  readonly responseMode: ResponseMode
  /** Base first; one or two. */
  readonly sides: readonly AttributionSide[]
  readonly settings: AttributionSettings
  /** Counted floating-point operations of all sides. */
  readonly operations: number
  readonly seconds: number
  /** Of the program, its method code and the libraries that computed. */
  readonly versions: Readonly<Record<string, string>>
  /** The device that computed, as it is named in the device list. */
  readonly device: string
  /** ISO 8601, UTC. */
  readonly createdAt: string
  /** Columns or rows are still missing (they are 0): an export of it is marked. */
  readonly isPartial: boolean
  /** What a reader must know, in plain words: a second occurrence of the instruction, a cut response. */
  readonly notes: readonly string[]
}

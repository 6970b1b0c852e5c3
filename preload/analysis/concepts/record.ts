/**
 * Feed-forward concepts of one model or a pair as they are stored, shown and exported (method.md
 * section 2). The record holds what every picture over depth needs; each layer's concepts are a part of
 * the result of their own, `layer/3`, so that opening a result does not read them all.
 */
import type { ConceptLabel } from './labels.ts'

export type ConceptsRole = 'base' | 'tuned'

/** What was asked for, apart from where the files lie. */
export interface ConceptsSettings {
  /** Ascending indices; null for every layer. */
  readonly layers: readonly number[] | null
  /** Directions a layer, R; fewer where the hidden size is smaller. */
  readonly nDirections: number
  /** Words kept a concept. */
  readonly nWords: number
  /** Random directions of the same subspace, for the chance line. */
  readonly nRandom: number
  /** A concept without a partner of at least this |cos| is born or lost. */
  readonly partnerThreshold: number
  /** Also keeps the directions themselves, R x D numbers a layer and model. */
  readonly keepDirections: boolean
  /** 0 = as many as there are cores. */
  readonly nThreads: number
}

export const defaultConceptsSettings: ConceptsSettings = {
  layers: null,
  nDirections: 300,
  nWords: 50,
  nRandom: 100,
  partnerThreshold: 0.5,
  keepDirections: false,
  nThreads: 0
}

export interface WordListSummary {
  readonly source: 'tokenizer' | 'file'
  /** Name of the file, or of the model whose tokenizer it is. */
  readonly name: string
  /** SHA-256 of the words in order, hex. */
  readonly sha256: string
  /** Lines that have a vector. */
  readonly nUsable: number
  /** Blank, duplicate and unusable lines, counted with examples, in plain words. */
  readonly notes: readonly string[]
}

export interface ConceptsSide {
  readonly role: ConceptsRole
  readonly name: string
  readonly fingerprint: string
  readonly nLayers: number
  readonly dModel: number
  readonly dFfn: number
}

/** One model's part of a layer's summary; R directions. */
export interface ConceptsSideSummary {
  readonly role: ConceptsRole
  readonly nDirections: number
  /** Share of the variance along the first direction, and along all that are kept. */
  readonly explainedFirst: number
  readonly explainedKept: number
  /** Mean coherence of the concepts, and of random directions of the same subspace. */
  readonly coherence: number
  readonly chanceCoherence: number
  /** The 95th percentile of the random directions' coherence. */
  readonly chanceLine: number
  /** Share of concepts above the chance line. */
  readonly shareAboveChance: number
  /** More concepts stand above the line than chance lets expect (one-sided binomial test, 1 %). */
  readonly isReadable: boolean
  /** [R] by the lexical annotator: bit i is set for `tasks[i]`. */
  readonly taskCodes: Uint8Array
  /** [R] by the lexical annotator: index into `levels`. */
  readonly levelCodes: Uint8Array
}

/** How a layer's concepts moved. All angles in radians. */
export interface ConceptsDriftSummary {
  /** Of the leading k-dimensional subspaces, k ascending. */
  readonly subspaces: readonly {
    readonly k: number
    readonly meanAngle: number
    readonly maxAngle: number
  }[]
  /** Mean rotation of the matched pairs: the base's leading 10 and all. */
  readonly meanRotationLeading: number
  readonly meanRotation: number
  readonly meanRankChange: number
  /** Mean overlap of the matched pairs' word lists. */
  readonly meanJaccard: number
  readonly meanRankBiasedOverlap: number
  readonly nBorn: number
  readonly nLost: number
}

export interface ConceptsLayerSummary {
  readonly layer: number
  /** Base first; a model without this layer is left out. */
  readonly sides: readonly ConceptsSideSummary[]
  /** Null for a single model, a layer that only one has, or widths that differ. */
  readonly drift: ConceptsDriftSummary | null
}

export interface ConceptsRecord {
  readonly wordList: WordListSummary
  /** One a line of the list, as written; a line that cannot be used keeps its place. */
  readonly words: readonly string[]
  /** Base first; one or two. */
  readonly sides: readonly ConceptsSide[]
  /** Those that are done, ascending. */
  readonly layers: readonly ConceptsLayerSummary[]
  readonly settings: ConceptsSettings
  /** What of this pair cannot be compared, and why, in plain words. */
  readonly limits: readonly string[]
  readonly notes: readonly string[]
  readonly operations: number
  readonly seconds: number
  readonly versions: Readonly<Record<string, string>>
  readonly device: string
  /** ISO 8601, UTC. */
  readonly createdAt: string
  /** Layers are still missing. */
  readonly isPartial: boolean
}

/** One model's concepts of a layer. R directions, largest eigenvalue first; K words each. */
export interface ConceptsLayerSide {
  readonly role: ConceptsRole
  /** [R], variances of the centred down-projection along each direction */
  readonly eigenvalues: Float64Array
  /** [R], shares of the trace */
  readonly explained: Float64Array
  /** [R], 1 where the relative gap to both neighbours is above 1 % */
  readonly separated: Uint8Array
  /** Largest ||C v - λ v|| / λ₁ of the kept directions. */
  readonly residual: number
  /** [R, K], lines of the word list, largest |score| first */
  readonly topWords: Int32Array
  /** [R, K], signed, v · e of unit vectors */
  readonly topScores: Float32Array
  /** [R], mean pairwise cosine of each concept's words */
  readonly coherence: Float32Array
  /** The same of the random directions. */
  readonly randomCoherence: Float32Array
  /** [R], by the lexical annotator */
  readonly labels: readonly ConceptLabel[]
  /** [R, D], a direction a row, where they are kept */
  readonly directions?: Float32Array
}

/** A layer's drift. Rb directions of the base, Rt of the tuned model. */
export interface ConceptsLayerDrift {
  /** Principal angles, ascending, for each k. */
  readonly angles: readonly { readonly k: number; readonly radians: Float64Array }[]
  /** [Rb], the tuned direction that each base direction is matched with; -1 without one */
  readonly matched: Int32Array
  /** [Rb], |cos| of the matched pair; 0 without one */
  readonly cosines: Float32Array
  /** [Rb], of the matched pair's word lists: common words over all words */
  readonly jaccard: Float32Array
  /** [Rb], of the matched pair's word lists */
  readonly rankBiasedOverlap: Float32Array
  /** [Rb], 1 where no tuned direction reaches the threshold */
  readonly isLost: Uint8Array
  /** [Rt], 1 where no base direction reaches the threshold */
  readonly isBorn: Uint8Array
}

/** The part `layer/<index>` of a concepts result: a unit's result is this, with its arrays split off. */
export interface ConceptsLayer {
  readonly layer: number
  /** Base first. */
  readonly sides: readonly ConceptsLayerSide[]
  readonly drift: ConceptsLayerDrift | null
  /** Counted floating-point operations, and how long they took. */
  readonly operations: number
  readonly seconds: number
}

/** Where a word stands among a layer's concepts. */
export interface WordHit {
  /** Line of the word list. */
  readonly word: number
  readonly layer: number
  readonly role: ConceptsRole
  readonly direction: number
  /** Place in the concept's list, 0 first. */
  readonly rank: number
  readonly score: number
}

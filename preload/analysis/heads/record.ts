/**
 * Word-word relations of attention heads of one model or a pair as they are stored, shown and exported
 * (method.md section 3). The record holds the relations of every head, so that grids, tables and searches
 * need nothing else; the neuron pairs behind them are parts of the result, a layer each, `layer/3`.
 */
import type { WordListSummary } from '../concepts/record.ts'

export type HeadsRole = 'base' | 'tuned'

/** What was asked for, apart from where the files lie. */
export interface HeadsSettings {
  /** Ascending indices; null for every layer. */
  readonly layers: readonly number[] | null
  /** Words a side of each dimension, K. */
  readonly nTop: number
  /** Words at the head of the list that a word's threshold is taken over. */
  readonly nThresholdWords: number
  /** Standard deviations above the mean that a similarity must exceed. */
  readonly thresholdSds: number
  /** Shufflings of the similarity vectors among the words, for the chance count. */
  readonly nShuffles: number
  /** Top words a side and pairs of each dimension that are kept for looking at; null keeps all. */
  readonly nShownWords: number | null
  readonly nShownPairs: number | null
  /** 0 = as many as there are cores. */
  readonly nThreads: number
}

export const defaultHeadsSettings: HeadsSettings = {
  layers: null,
  nTop: 100,
  nThresholdWords: 3_000,
  thresholdSds: 1.96,
  nShuffles: 3,
  nShownWords: 20,
  nShownPairs: 50,
  nThreads: 0
}

export interface SimilaritySummary {
  /** The pre-trained model's input embeddings, or a file of word vectors. */
  readonly source: 'embeddings' | 'file'
  readonly name: string
  /** SHA-256 of the vectors of the list's words, hex. */
  readonly sha256: string
  readonly nDimensions: number
  /** Lines of the word list that have a vector in it. */
  readonly nFound: number
  readonly notes: readonly string[]
}

/** Pairs of words, most dimensions first, equal ones alphabetically. */
export interface Relations {
  /** [n] each, into `terms`; the alphabetically earlier word first; equal for a word in two cases */
  readonly first: Int32Array
  readonly second: Int32Array
  /** [n], in how many dimensions the pair occurs, 2 at least */
  readonly dimensions: Int32Array
}

/** One model: H heads = layers that are done and that it has, times heads a layer, in that order. */
export interface HeadsSide {
  readonly role: HeadsRole
  readonly name: string
  readonly fingerprint: string
  readonly nLayers: number
  readonly nHeads: number
  readonly nKvHeads: number
  readonly dModel: number
  readonly dHead: number
  /** [H], pairs over all dimensions */
  readonly nPairs: Int32Array
  /** [H, nShuffles], the same count with the similarity vectors shuffled among the words */
  readonly chancePairs: Int32Array
  /** [H + 1], where each head's relations begin in the three below */
  readonly relationStarts: Int32Array
  readonly relationFirst: Int32Array
  readonly relationSecond: Int32Array
  readonly relationDimensions: Int32Array
}

export interface HeadsRecord {
  readonly wordList: WordListSummary
  /** One a line of the list, as written; a line that cannot be used keeps its place. */
  readonly words: readonly string[]
  /** The words in lower case, each once, in the order of the list: what relations are made of. */
  readonly terms: readonly string[]
  readonly similarity: SimilaritySummary
  /** Base first; one or two. */
  readonly sides: readonly HeadsSide[]
  /** Those that are done, ascending. */
  readonly layers: readonly number[]
  readonly settings: HeadsSettings
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

/** One head: d dimensions in order, strongest first. */
export interface HeadDetail {
  readonly head: number
  /** [d], column of Wq_h and Wk_h */
  readonly dimensions: Int32Array
  /** [d, nShownWords], lines of the word list, largest |activation| first */
  readonly queryWords: Int32Array
  readonly keyWords: Int32Array
  /** [d], all pairs of each dimension */
  readonly nPairs: Int32Array
  /** [d + 1], where each dimension's shown pairs begin in the three below; by similarity */
  readonly pairStarts: Int32Array
  readonly pairQuery: Int32Array
  readonly pairKey: Int32Array
  readonly pairSimilarity: Float32Array
  /** [nShuffles] */
  readonly chancePairs: Int32Array
  readonly relations: Relations
}

/** The part `layer/<index>` of a heads result: a unit's result is this, with its arrays split off. */
export interface HeadsLayer {
  readonly layer: number
  /** Base first. */
  readonly sides: readonly { readonly role: HeadsRole; readonly heads: readonly HeadDetail[] }[]
  readonly operations: number
  readonly seconds: number
}

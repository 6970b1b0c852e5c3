import { AppError } from '../../errors.ts'
import type { ConceptLabel } from '../../../preload/analysis/concepts/labels.ts'
import type { ConceptsLayerSide, ConceptsRole } from '../../../preload/analysis/concepts/record.ts'
import type { WordVectors } from '../words/word-vectors.ts'
import { coherenceOf } from './coherence.ts'
import { randomDirections } from './random-directions.ts'
import { findTopWords, type TimesTransposed } from './top-words.ts'

/** Principal directions of one model's down-projection in a layer, largest eigenvalue first. */
export interface LayerDirections {
  readonly eigenvalues: Float64Array
  readonly explained: Float64Array
  readonly separated: Uint8Array
  /** [R, dModel], a unit direction a row */
  readonly directions: Float32Array
  readonly residual: number
}

export interface LayerSideRequest {
  readonly role: ConceptsRole
  readonly found: LayerDirections
  /** Of the output embeddings, unit length. */
  readonly vectors: WordVectors
  /** The whole word list, usable or not. */
  readonly words: readonly string[]
  readonly nWords: number
  readonly nRandom: number
  /** The lexical annotator; words of one concept, largest |score| first. */
  readonly annotate: (words: readonly string[]) => ConceptLabel
  readonly timesTransposed: TimesTransposed
  readonly signal?: AbortSignal
}

/**
 * One model's concepts of a layer: the words of each direction, how alike they are beside random
 * directions of the same subspace, and what the lexical annotator says of them. The directions
 * themselves are left out.
 *
 * @throws AppError `request/invalid` where widths differ, `job/cancelled`
 */
export async function layerSide({
  role,
  found,
  vectors,
  words,
  nWords,
  nRandom,
  annotate,
  timesTransposed,
  signal
}: LayerSideRequest): Promise<ConceptsLayerSide> {
  const { eigenvalues, explained, separated, directions, residual } = found
  const { dModel } = vectors
  const nDirections = eigenvalues.length
  if (directions.length !== nDirections * dModel) {
    throw new AppError(
      'request/invalid',
      `directions: ${directions.length} numbers, expected [${nDirections}, ${dModel}]: the width of the word vectors`
    )
  }
  const random = randomDirections(directions, dModel, nRandom)
  // One pass over the words for both: making the vectors anew is the dear part of a big model.
  const both = new Float32Array(directions.length + random.length)
  both.set(directions)
  both.set(random, directions.length)
  const { nKept, places, scores } = await findTopWords(
    both,
    vectors,
    nWords,
    timesTransposed,
    signal
  )
  const coherence = await coherenceOf(places, nKept, vectors, signal)
  const nOwn = nDirections * nKept
  const topWords = places.slice(0, nOwn).map((place) => vectors.lines[place]!)
  return {
    role,
    eigenvalues,
    explained,
    separated,
    residual,
    topWords,
    topScores: scores.slice(0, nOwn),
    coherence: coherence.slice(0, nDirections),
    randomCoherence: coherence.slice(nDirections),
    labels: Array.from({ length: nDirections }, (_, r) =>
      annotate(wordsAt(topWords.subarray(r * nKept, (r + 1) * nKept), words))
    )
  }
}

function wordsAt(lines: Int32Array, words: readonly string[]): readonly string[] {
  return Array.from(lines, (line) => words[line]!)
}

import type { Checkpoint } from '../../checkpoint/checkpoint.ts'
import { AppError } from '../../errors.ts'
import { LargestScores, type TopWords } from '../concepts/top-words.ts'
import { stopIfAborted } from '../stop-if-aborted.ts'
import type { WordVectors } from '../words/word-vectors.ts'
import type { HeadGroup } from './head-groups.ts'
import { loadProjection } from './projection.ts'

/** C dimensions, those of one head after those of another. */
export interface StrongestWords extends TopWords {
  /** [C], Σ over words of activation², float64 */
  readonly squares: Float64Array
}

export interface StrongestWordsRequest {
  readonly checkpoint: Checkpoint
  readonly layer: number
  readonly group: HeadGroup
  /** Mean input embeddings, not normalised. */
  readonly words: WordVectors
  /** K, words a side of each dimension. */
  readonly nTop: number
  readonly nThreads: number
  /** Words that go through the engine at once. */
  readonly nBlockWords: number
  readonly signal?: AbortSignal | undefined
  /** Called with the fraction of the words that is done. */
  readonly report?: ((fraction: number) => void) | undefined
}

/**
 * For each query and key dimension of a group of heads, the words of largest |activation| and the sum of
 * all squared activations (method.md section 3, steps 1 and 2). One pass over the words; no more than one
 * block's activations are in memory. Squares are added in float64 in the order of the words, equal
 * activations kept by the smaller place: blocks of any size give the same bytes.
 *
 * @throws AppError `job/cancelled`; `engine/run-failed` where activations are not finite; those of
 *   `loadProjection`
 */
export async function findStrongestWords(
  request: StrongestWordsRequest
): Promise<{ readonly queries: StrongestWords; readonly keys: StrongestWords }> {
  const { checkpoint, layer, group, words, nTop, nThreads, nBlockWords, signal, report } = request
  const { dModel, lines } = words
  const projection = await loadProjection(checkpoint, layer, group, nThreads)
  const nKept = Math.min(nTop, lines.length)
  const queries = new StrongestSoFar(projection.nQueries, nKept)
  const keys = new StrongestSoFar(projection.nKeys, nKept)
  try {
    for await (const block of words.blocks(signal)) {
      for (let from = 0; from < block.nWords; from += nBlockWords) {
        await stopIfAborted(signal)
        const end = Math.min(block.nWords, from + nBlockWords)
        const rows = block.vectors.subarray(from * dModel, end * dModel)
        const found = await projection.project(rows, end - from)
        queries.take(found.queries, end - from, block.from + from)
        keys.take(found.keys, end - from, block.from + from)
        report?.((block.from + end) / lines.length)
      }
    }
  } finally {
    await projection.release()
  }
  return { queries: queries.finish(layer), keys: keys.finish(layer) }
}

class StrongestSoFar {
  readonly #largest: LargestScores
  readonly #squares: Float64Array

  constructor(nDimensions: number, nKept: number) {
    this.#largest = new LargestScores(nDimensions, nKept)
    this.#squares = new Float64Array(nDimensions)
  }

  /** @param activations  [nDimensions, nWords], of the words from the place `from` on */
  take(activations: Float32Array, nWords: number, from: number): void {
    this.#largest.take(activations, nWords, from)
    for (let c = 0; c < this.#squares.length; c++) {
      let sum = this.#squares[c]!
      for (let at = c * nWords; at < (c + 1) * nWords; at++) {
        sum += activations[at]! * activations[at]!
      }
      this.#squares[c] = sum
    }
  }

  finish(layer: number): StrongestWords {
    if (!this.#squares.every(Number.isFinite)) {
      throw new AppError(
        'engine/run-failed',
        `layer ${layer}: activations of words that are not finite`,
        { hint: 'The weights of its attention or the embeddings hold NaN or infinity.' }
      )
    }
    return { ...this.#largest.finish(), squares: this.#squares }
  }
}

/** The words with the largest absolute score along each direction (method.md section 2, step 3). */
import { AppError } from '../../errors.ts'
import type { WordVectors } from '../words/word-vectors.ts'

/** A [m, k] · Bᵀ with B [n, k], row-major; returns [m, n]. */
export type TimesTransposed = (
  a: Float32Array,
  m: number,
  b: Float32Array,
  n: number,
  k: number
) => Promise<Float32Array> | Float32Array

/** nKept = min(nWords, words that have a vector). */
export interface TopWords {
  readonly nKept: number
  /** [nDirections, nKept], places among the word vectors, largest |score| first */
  readonly places: Int32Array
  /** [nDirections, nKept], signed */
  readonly scores: Float32Array
}

/**
 * Scores v_r · e_w of all words and directions in float32, block by block, the largest |v_r · e_w| of
 * each direction kept; equal ones by the smaller place. No more than one block's scores are in memory.
 *
 * The sign of a direction is arbitrary, so words of both signs belong to one concept.
 *
 * @param directions  [nDirections, dModel]
 * @throws AppError `job/cancelled`
 */
export async function findTopWords(
  directions: Float32Array,
  vectors: WordVectors,
  nWords: number,
  timesTransposed: TimesTransposed,
  signal?: AbortSignal
): Promise<TopWords> {
  const { dModel, lines } = vectors
  const nDirections = directions.length / dModel
  const kept = new LargestScores(nDirections, Math.min(nWords, lines.length))
  for await (const block of vectors.blocks(signal)) {
    const scores = await timesTransposed(
      directions,
      nDirections,
      block.vectors,
      block.nWords,
      dModel
    )
    kept.take(scores, block.nWords, block.from)
  }
  return kept.finish()
}

/** A bounded heap a direction, on flat arrays; the entry to be driven out next lies at its root. */
export class LargestScores {
  readonly #nDirections: number
  readonly #nKept: number
  readonly #places: Int32Array
  readonly #scores: Float32Array
  readonly #sizes: Int32Array

  constructor(nDirections: number, nKept: number) {
    this.#nDirections = nDirections
    this.#nKept = nKept
    this.#places = new Int32Array(nDirections * nKept)
    this.#scores = new Float32Array(nDirections * nKept)
    this.#sizes = new Int32Array(nDirections)
  }

  /**
   * @param scores  [nDirections, nWords], of the words at the places from `from` on
   * @param from    above all places taken before: an equal score then never drives one out
   */
  take(scores: Float32Array, nWords: number, from: number): void {
    if (this.#nKept === 0) return
    for (let r = 0; r < this.#nDirections; r++) {
      const root = r * this.#nKept
      for (let w = 0; w < nWords; w++) {
        const score = scores[r * nWords + w]!
        const size = this.#sizes[r]!
        if (size === this.#nKept) {
          if (!(Math.abs(score) > Math.abs(this.#scores[root]!))) continue
          this.#set(root, score, from + w)
          this.#sink(root, 0, size)
        } else if (!Number.isNaN(score)) {
          this.#set(root + size, score, from + w)
          this.#sizes[r] = size + 1
          this.#rise(root, size)
        }
      }
    }
  }

  /** The kept words, sorted; nothing can be taken after it. */
  finish(): TopWords {
    for (let r = 0; r < this.#nDirections; r++) {
      const root = r * this.#nKept
      if (this.#sizes[r] !== this.#nKept) {
        throw new AppError('internal', `direction ${r} has scores that are no numbers`)
      }
      // The first to be driven out goes last.
      for (let size = this.#nKept - 1; size > 0; size--) {
        this.#swap(root, root + size)
        this.#sink(root, 0, size)
      }
    }
    return { nKept: this.#nKept, places: this.#places, scores: this.#scores }
  }

  #sink(root: number, from: number, size: number): void {
    let at = from
    for (;;) {
      const left = 2 * at + 1
      let least = at
      if (left < size && this.#isWorse(root + left, root + least)) least = left
      if (left + 1 < size && this.#isWorse(root + left + 1, root + least)) least = left + 1
      if (least === at) return
      this.#swap(root + at, root + least)
      at = least
    }
  }

  #rise(root: number, from: number): void {
    let at = from
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!this.#isWorse(root + at, root + parent)) return
      this.#swap(root + at, root + parent)
      at = parent
    }
  }

  #isWorse(i: number, j: number): boolean {
    const a = Math.abs(this.#scores[i]!)
    const b = Math.abs(this.#scores[j]!)
    return a < b || (a === b && this.#places[i]! > this.#places[j]!)
  }

  #set(i: number, score: number, place: number): void {
    this.#scores[i] = score
    this.#places[i] = place
  }

  #swap(i: number, j: number): void {
    const score = this.#scores[i]!
    const place = this.#places[i]!
    this.#set(i, this.#scores[j]!, this.#places[j]!)
    this.#set(j, score, place)
  }
}

/** Vectors of a word list, whole in memory where they are small, else made again block by block. */
import { AppError } from '../../errors.ts'
import type { Tokenizer } from '../../tokenizer/tokenizer.ts'
import { stopIfAborted } from '../stop-if-aborted.ts'
import type { EmbeddingRows } from './embedding-rows.ts'
import { LineNotes } from './line-notes.ts'
import { meanRows } from './mean-rows.ts'
import { selectWords, tokenizeWords, tokenRanges, type TokenizedWords } from './tokenized-words.ts'
import type { WordList } from './word-list.ts'

export interface WordBlock {
  /** Place of the block's first word among the words that have a vector. */
  readonly from: number
  readonly nWords: number
  /** [nWords, dModel]; not to be written to */
  readonly vectors: Float32Array
}

/** A word's place is its rank among those that have a vector; `lines` leads back to the list. */
export interface WordVectors {
  readonly dModel: number
  /** [nUsable], lines of the word list, ascending */
  readonly lines: Int32Array
  /** Lines that have no vector although their word can be used, in plain words. */
  readonly notes: readonly string[]
  /** All vectors in order. @throws AppError `job/cancelled`, and those of reading weights */
  blocks(signal?: AbortSignal): AsyncIterable<WordBlock>
  /**
   * [places.length, dModel], in the order given.
   *
   * @param into  may be written to and returned in part, where it is large enough: fresh memory is the dear
   *   part of a lookup that is made again and again
   */
  gather(places: Int32Array, into?: Float32Array): Promise<Float32Array>
}

export interface WordVectorOptions {
  /** Unit length for concepts; heads take the means as they are. */
  readonly toUnit: boolean
  /** Vectors that fit are kept in memory, others are made anew for each pass over them. */
  readonly budgetBytes?: number
  /** Of one block's token embeddings. */
  readonly blockBytes?: number
  readonly signal?: AbortSignal
}

const defaultBudgetBytes = 2 ** 30
const defaultBlockBytes = 64 * 2 ** 20

/**
 * The mean embedding of every word's tokens (method.md section 2, step 2): from the output embeddings
 * for concepts, from the input embeddings for heads. A tied model has one table for both.
 *
 * Goes over all words once, to know which have a vector.
 *
 * @throws AppError `request/invalid` when no word has a vector, `job/cancelled`
 */
export async function createWordVectors(
  list: Pick<WordList, 'name' | 'words' | 'isUsable'>,
  tokenizer: Tokenizer,
  embedding: EmbeddingRows,
  {
    toUnit,
    budgetBytes = defaultBudgetBytes,
    blockBytes = defaultBlockBytes,
    signal
  }: WordVectorOptions
): Promise<WordVectors> {
  const { dModel } = embedding
  const notes = new LineNotes()
  const words = tokenizeWords(list, tokenizer, embedding.nRows, notes)
  const recipe = { embedding, toUnit, blockSize: Math.max(1, Math.floor(blockBytes / 4 / dModel)) }
  const isKept = words.lines.length * dModel * 4 <= budgetBytes
  const whole = new Float32Array(isKept ? words.lines.length * dModel : 0)
  const places: number[] = []
  for (const [from, end] of tokenRanges(words, recipe.blockSize)) {
    await stopIfAborted(signal)
    const { vectors, isUsable } = await meansOf(words, from, end, recipe)
    for (let i = 0; i < end - from; i++) {
      if (isUsable[i] !== 1) {
        notes.add('an embedding that is zero or no number', words.lines[from + i]!)
        continue
      }
      if (isKept) whole.set(vectors.subarray(i * dModel, (i + 1) * dModel), places.length * dModel)
      places.push(from + i)
    }
  }
  if (places.length === 0) throw noVectors(list, notes)
  const usable = selectWords(words, places)
  const source = isKept
    ? vectorsInMemory(whole.subarray(0, places.length * dModel), dModel, recipe.blockSize)
    : madeAnew(usable, recipe)
  return { dModel, lines: usable.lines, notes: notes.sentences(), ...source }
}

type Source = Pick<WordVectors, 'blocks' | 'gather'>

interface Recipe {
  readonly embedding: EmbeddingRows
  readonly toUnit: boolean
  /** Rows of one block. */
  readonly blockSize: number
}

/** Vectors that are all there: [nWords, dModel], handed out in blocks of `blockSize` words. */
export function vectorsInMemory(whole: Float32Array, dModel: number, blockSize: number): Source {
  const nWords = whole.length / dModel
  const rows = (from: number, end: number) => whole.subarray(from * dModel, end * dModel)
  return {
    async *blocks(signal) {
      for (let from = 0; from < nWords; from += blockSize) {
        await stopIfAborted(signal)
        const end = Math.min(nWords, from + blockSize)
        yield { from, nWords: end - from, vectors: rows(from, end) }
      }
    },
    async gather(places, into) {
      const size = places.length * dModel
      const vectors = into && into.length >= size ? into.subarray(0, size) : new Float32Array(size)
      places.forEach((place, i) => vectors.set(rows(place, place + 1), i * dModel))
      return vectors
    }
  }
}

function madeAnew(words: TokenizedWords, recipe: Recipe): Source {
  return {
    async *blocks(signal) {
      for (const [from, end] of tokenRanges(words, recipe.blockSize)) {
        await stopIfAborted(signal)
        const { vectors } = await meansOf(words, from, end, recipe)
        yield { from, nWords: end - from, vectors }
      }
    },
    async gather(places) {
      const chosen = selectWords(words, places)
      return (await meansOf(chosen, 0, places.length, recipe)).vectors
    }
  }
}

async function meansOf(
  { starts, ids }: TokenizedWords,
  from: number,
  end: number,
  { embedding, toUnit }: Recipe
) {
  const first = starts[from]!
  const rows = await embedding.read(ids.subarray(first, starts[end]!))
  const own = starts.subarray(from, end + 1).map((start) => start - first)
  return meanRows(rows, own, embedding.dModel, toUnit)
}

function noVectors({ name }: Pick<WordList, 'name'>, notes: LineNotes): AppError {
  return new AppError(
    'request/invalid',
    `word list ${name}: ${notes.sentences().join('; ') || 'no usable line'}, expected at least one word with a vector`,
    { file: name, hint: "Give a list of words that the model's tokenizer can write." }
  )
}

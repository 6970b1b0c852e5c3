import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { openCheckpoint, type Checkpoint } from '../../main/checkpoint/checkpoint.ts'
import type { HeadSimilarity } from '../../main/analyses/heads/thresholds.ts'
import { embeddingRows } from '../../main/analyses/words/embedding-rows.ts'
import { parseWordFile } from '../../main/analyses/words/word-file.ts'
import type { WordList } from '../../main/analyses/words/word-list.ts'
import {
  createWordVectors,
  vectorsInMemory,
  type WordVectorOptions,
  type WordVectors
} from '../../main/analyses/words/word-vectors.ts'
import { goldenWordsPath } from './concept-goldens.ts'
import { goldenTokenizer } from './fixture-tokenizers.ts'
import { readGolden } from './goldens.ts'

const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url))

export interface RecordedDimension {
  readonly dimension: number
  /** 40 lines of the word list each, strongest first. */
  readonly query: readonly number[]
  readonly key: readonly number[]
  /** Line of the query word, of the key word, similarity. */
  readonly pairs: readonly (readonly [number, number, number])[]
}

export interface RecordedHead {
  readonly layer: number
  readonly head: number
  /** In order. */
  readonly dimensions: readonly RecordedDimension[]
  readonly relations: readonly (readonly [string, string, number])[]
}

/** The word vectors that the reference used: a word and its numbers a line. */
export const goldenSimilarityPath = `${fixtures}words/similarity.txt`

/** Heads of every layer from the float64 reference, with `words_a_side` words. */
export function readGoldenHeads(name: string): {
  readonly nTop: number
  readonly heads: readonly RecordedHead[]
} {
  // Written by our own reference script: the interfaces above are its form.
  const { words_a_side: nTop, heads } = JSON.parse(
    readFileSync(`${fixtures}goldens/${name}/heads.json`, 'utf8')
  ) as { words_a_side: number; heads: RecordedHead[] }
  return { nTop, heads }
}

export function goldenWords(): WordList {
  return parseWordFile(readFileSync(goldenWordsPath), 'words.tsv')
}

/** Read and brought to unit length in float64, by itself: not by what reads such files in the product. */
export function goldenSimilarity(list: WordList): HeadSimilarity {
  const rows = readFileSync(goldenSimilarityPath, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(' '))
  const vectors = new Map(rows.map(([word = '', ...numbers]) => [word, numbers.map(Number)]))
  const found = list.words
    .map((word, line) => ({ line, vector: vectors.get(word) ?? vectors.get(word.toLowerCase()) }))
    .flatMap(({ line, vector }) => (vector ? [{ line, vector }] : []))
  return similarityOf(
    found.map(({ line }) => line),
    found.map(({ vector }) => vector)
  )
}

/** A resource in memory; vectors of any length but zero. */
export function similarityOf(
  lines: readonly number[],
  vectors: readonly (readonly number[])[],
  blockSize = 1_000
): HeadSimilarity {
  const nDimensions = vectors[0]?.length ?? 0
  const unit = Float32Array.from(
    vectors.flatMap((vector) => {
      const length = Math.hypot(...vector)
      return vector.map((value) => value / length)
    })
  )
  return {
    nDimensions,
    lines: Int32Array.from(lines),
    ...vectorsInMemory(unit, nDimensions, blockSize)
  }
}

export interface GoldenInputs {
  readonly checkpoint: Checkpoint
  /** Mean input embeddings, not normalised. */
  readonly words: WordVectors
}

/** A recorded checkpoint, or a changed copy of it in `folder`. */
export async function goldenInputs(
  name: string,
  list: WordList,
  folder = readGolden(name).checkpoint,
  options: Partial<WordVectorOptions> = {}
): Promise<GoldenInputs> {
  const checkpoint = await openCheckpoint(folder)
  const embedding = embeddingRows(checkpoint.tensors.embedding)
  const words = await createWordVectors(list, goldenTokenizer(name), embedding, {
    toUnit: false,
    ...options
  })
  return { checkpoint, words }
}

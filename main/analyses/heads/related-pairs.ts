/** Word pairs of one dimension of a head (method.md section 3, step 3). */
import type { MatrixProduct } from '../../runtime/matrix/product.ts'
import { dotInDouble } from './dot.ts'
import type { Assignment, HeadSimilarity } from './thresholds.ts'

/** The strongest words of one side of a dimension, largest |activation| first. */
export interface Candidates {
  /** [K], lines of the word list */
  readonly lines: Int32Array
  /** [K], signed */
  readonly activations: Float32Array
}

export interface RelatedPairs {
  readonly nPairs: number
  /** [nPairs] lines of the word list; by the query word's rank, then the key word's */
  readonly query: Int32Array
  readonly key: Int32Array
  /** [nPairs], float32 product */
  readonly similarity: Float32Array
  /** In float64, of the same vectors; until the context's rows are filled again. */
  exactSimilarity(pair: number): number
}

export interface PairsContext {
  readonly similarity: HeadSimilarity
  readonly assignment: Assignment
  readonly product: Pick<MatrixProduct, 'timesTransposed'>
  /** [K, nDimensions] for each side, filled for each dimension anew. */
  readonly rows: { readonly query: Float32Array; readonly key: Float32Array }
}

/** Float32 products of unit vectors are off by less: within it, a similarity is computed again in float64. */
const productError = 1e-5
/**
 * Thresholds are statistics of thousands of such products, off by up to 2e-8 at 300 and at 4,096 dimensions:
 * within it, they too are computed again. Each costs as much as a hundred dimensions' pairs.
 */
const thresholdError = 1e-7

/**
 * The pairs (query word, key word) of one dimension whose words differ as written, whose activations have
 * the same sign and whose similarity exceeds both words' thresholds. Whatever float32 could get wrong is
 * decided in float64.
 */
export async function findRelatedPairs(
  queries: Candidates,
  keys: Candidates,
  context: PairsContext
): Promise<RelatedPairs> {
  const { similarity, assignment, product } = context
  const { nDimensions } = similarity
  const q = await knownWords(queries, context.rows.query, context)
  const k = await knownWords(keys, context.rows.key, context)
  const nKeys = k.lines.length
  const cosines = await product.timesTransposed(q.rows, q.lines.length, k.rows, nKeys, nDimensions)
  const exact = (at: number) =>
    dotInDouble(
      q.rows,
      Math.floor(at / nKeys) * nDimensions,
      k.rows,
      (at % nKeys) * nDimensions,
      nDimensions
    )
  const { kept, unsure } = decide(q, k, cosines)
  for (const at of unsure) {
    const i = Math.floor(at / nKeys)
    const j = at % nKeys
    const cosine = exact(at)
    const margin = cosine - Math.max(q.thresholds[i]!, k.thresholds[j]!)
    const isHigh =
      Math.abs(margin) > thresholdError
        ? margin > 0
        : cosine > (await assignment.exactThreshold(q.vectors[i]!)) &&
          cosine > (await assignment.exactThreshold(k.vectors[j]!))
    if (isHigh) kept.push(at)
  }
  const places = Int32Array.from(kept).sort()
  return {
    nPairs: places.length,
    query: places.map((at) => q.lines[Math.floor(at / nKeys)]!),
    key: places.map((at) => k.lines[at % nKeys]!),
    similarity: Float32Array.from(places, (at) => cosines[at]!),
    exactSimilarity: (pair) => exact(places[pair]!)
  }
}

/** Candidates that have a vector. */
interface KnownWords {
  readonly lines: Int32Array
  readonly activations: Float32Array
  readonly vectors: Int32Array
  readonly thresholds: Float64Array
  /** [n, nDimensions] */
  readonly rows: Float32Array
}

async function knownWords(
  { lines, activations }: Candidates,
  rows: Float32Array,
  { similarity, assignment }: PairsContext
): Promise<KnownWords> {
  const vectorOf = (line: number) => assignment.vectorOfLine[line] ?? -1
  const known = Int32Array.from(lines.keys()).filter((rank) => vectorOf(lines[rank]!) >= 0)
  const vectors = known.map((rank) => vectorOf(lines[rank]!))
  return {
    lines: known.map((rank) => lines[rank]!),
    activations: Float32Array.from(known, (rank) => activations[rank]!),
    vectors,
    thresholds: Float64Array.from(vectors, (vector) => assignment.thresholds[vector]!),
    rows: await similarity.gather(vectors, rows)
  }
}

/** Places in `cosines` [n, m] of pairs that are surely kept, and of those that float32 cannot tell. */
function decide(
  q: KnownWords,
  k: KnownWords,
  cosines: Float32Array
): { readonly kept: number[]; readonly unsure: readonly number[] } {
  const kept: number[] = []
  const unsure: number[] = []
  const nKeys = k.lines.length
  for (let i = 0; i < q.lines.length; i++) {
    const sign = Math.sign(q.activations[i]!)
    const line = q.lines[i]!
    const threshold = q.thresholds[i]!
    for (let j = 0; j < nKeys; j++) {
      // A product of small numbers could come out as zero: signs are compared, and zero has none.
      if (sign === 0 || Math.sign(k.activations[j]!) !== sign || k.lines[j] === line) continue
      const margin = cosines[i * nKeys + j]! - Math.max(threshold, k.thresholds[j]!)
      if (margin > productError) kept.push(i * nKeys + j)
      else if (margin >= -productError) unsure.push(i * nKeys + j)
    }
  }
  return { kept, unsure }
}

/** Pairs as they are shown: highest similarity first. */
export interface RankedPairs {
  readonly query: Int32Array
  readonly key: Int32Array
  readonly similarity: Float32Array
}

/**
 * The most similar pairs; equal ones by the query word's rank, then the key word's. Only those that can be
 * among them are computed in float64, which decides their order.
 *
 * @param nShown  how many; null for all
 */
export function rankPairs(pairs: RelatedPairs, nShown: number | null): RankedPairs {
  const { nPairs, query, key, similarity } = pairs
  const size = Math.min(nShown ?? nPairs, nPairs)
  const lowest = similarity.slice().sort()[nPairs - size] ?? Infinity
  const ranked: { readonly pair: number; readonly exact: number }[] = []
  for (let pair = 0; pair < nPairs; pair++) {
    if (similarity[pair]! < lowest - 2 * productError) continue
    ranked.push({ pair, exact: pairs.exactSimilarity(pair) })
  }
  ranked.sort((a, b) => b.exact - a.exact || a.pair - b.pair)
  const shown = ranked.slice(0, size)
  return {
    query: Int32Array.from(shown, ({ pair }) => query[pair]!),
    key: Int32Array.from(shown, ({ pair }) => key[pair]!),
    similarity: Float32Array.from(shown, ({ exact }) => exact)
  }
}

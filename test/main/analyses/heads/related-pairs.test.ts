import { describe, expect, it } from 'vitest'
import {
  findRelatedPairs,
  rankPairs,
  type Candidates,
  type RelatedPairs
} from '../../../../main/analyses/heads/related-pairs.ts'
import type { Assignment } from '../../../../main/analyses/heads/thresholds.ts'
import { similarityOf } from '../../../helpers/head-goldens.ts'
import { plainTimesTransposed } from '../../../helpers/plain-product.ts'

type Product = typeof plainTimesTransposed

interface PairsOptions {
  readonly queries?: readonly number[]
  readonly keys?: readonly number[]
  /** Activations of lines, of both sides. */
  readonly signs?: readonly number[]
  /** Thresholds in float64. */
  readonly exact?: readonly number[]
  readonly timesTransposed?: Product
}

/** Unit vectors at these angles, in degrees; a line each. */
async function pairsAt(
  angles: readonly number[],
  thresholds: readonly number[],
  {
    queries = [...angles.keys()],
    keys = queries,
    signs = angles.map(() => 1),
    exact = thresholds,
    timesTransposed = plainTimesTransposed
  }: PairsOptions = {}
): Promise<RelatedPairs> {
  const radians = angles.map((angle) => (angle * Math.PI) / 180)
  const vectors = radians.map((angle) => [Math.cos(angle), Math.sin(angle)])
  const similarity = similarityOf([...angles.keys()], vectors)
  const assignment: Assignment = {
    vectorOfLine: Int32Array.from(angles.keys()),
    thresholds: Float64Array.from(thresholds),
    exactThreshold: async (vector) => exact[vector]!
  }
  const size = 2 * Math.max(queries.length, keys.length)
  const rows = { query: new Float32Array(size), key: new Float32Array(size) }
  const side = (lines: readonly number[]): Candidates => ({
    lines: Int32Array.from(lines),
    activations: Float32Array.from(lines, (line) => signs[line]!)
  })
  const product = {
    timesTransposed: async (...sizes: Parameters<Product>) => timesTransposed(...sizes)
  }
  return findRelatedPairs(side(queries), side(keys), { similarity, assignment, product, rows })
}

const listed = ({ query, key }: Pick<RelatedPairs, 'query' | 'key'>) =>
  Array.from(query, (line, p) => `${line}-${key[p]}`).join(' ')

/** A product with the error that float32 could have. */
const withError =
  (error: number): Product =>
  (...sizes) =>
    plainTimesTransposed(...sizes).map((value) => value + error)

describe('findRelatedPairs', () => {
  it('keeps pairs above the thresholds of both words, never a word with itself', async () => {
    // cos 60° = 0.5, cos 30° = 0.87
    expect(listed(await pairsAt([0, 30, 90], [0.4, 0.4, 0.4]))).toBe('0-1 1-0 1-2 2-1')
    expect(listed(await pairsAt([0, 30, 90], [0.4, 0.4, 0.6]))).toBe('0-1 1-0')
    expect(listed(await pairsAt([0, 30, 90], [0.9, 0.4, 0.4]))).toBe('1-2 2-1')
  })

  it('keeps pairs whose activations have the same sign, zero having none', async () => {
    const signs = [1e-30, -2, 1e-30, -1e-30, 0]
    expect(listed(await pairsAt([0, 1, 2, 3, 4], [0, 0, 0, 0, 0], { signs }))).toBe(
      '0-2 1-3 2-0 3-1'
    )
  })

  it('lists pairs by the rank of the query word, then of the key word', async () => {
    const options = { queries: [2, 0], keys: [1, 2, 0] }
    expect(listed(await pairsAt([0, 1, 2], [0, 0, 0], options))).toBe('2-1 2-0 0-1 0-2')
    // The first of them is decided last, in float64.
    const near = [0, 0, Math.cos(Math.PI / 180) - 1e-6]
    expect(listed(await pairsAt([0, 1, 1], near, options))).toBe('2-1 2-0 0-1 0-2')
  })

  it.each([-9e-6, 9e-6])('is not misled by a product that is off by %d', async (error) => {
    const options = { timesTransposed: withError(error) }
    const cosine = Math.cos(Math.PI / 6)
    const below = [cosine - 1e-6, 0]
    const above = [cosine + 1e-6, 0]
    expect(listed(await pairsAt([0, 30], below, options))).toBe('0-1 1-0')
    expect(listed(await pairsAt([0, 30], above, options))).toBe('')
  })

  it('takes the exact threshold where the kept one is too near', async () => {
    const cosine = Math.cos(Math.PI / 6)
    const near = [cosine, 0]
    expect(listed(await pairsAt([0, 30], near, { exact: [cosine - 5e-8, 0] }))).toBe('0-1 1-0')
    expect(listed(await pairsAt([0, 30], near, { exact: [cosine + 5e-8, 0] }))).toBe('')
    expect(listed(await pairsAt([0, 30], near, { exact: [0, cosine + 5e-8] }))).toBe('')
  })

  it('finds nothing where no word has a vector', async () => {
    const pairs = await pairsAt([0, 1], [0, 0], { queries: [7, 8], keys: [0], signs: [1, 1] })
    expect([pairs.nPairs, listed(pairs)]).toEqual([0, ''])
  })
})

describe('rankPairs', () => {
  it('puts the most similar first, equal ones by rank', async () => {
    const pairs = await pairsAt([0, 30, 60, 70], [0, 0, 0, 0])
    expect(listed(rankPairs(pairs, null))).toBe('2-3 3-2 0-1 1-0 1-2 2-1 1-3 3-1 0-2 2-0 0-3 3-0')
    expect(listed(rankPairs(pairs, 3))).toBe('2-3 3-2 0-1')
    expect(listed(rankPairs(pairs, 0))).toBe('')
  })

  it('gives similarities of the vectors, whatever float32 said of their order', async () => {
    let count = 0
    const timesTransposed: Product = (...sizes) =>
      plainTimesTransposed(...sizes).map((value) => value + 4e-6 * (count++ % 3))
    const pairs = await pairsAt([0, 30, 60], [0, 0, 0], { timesTransposed })
    const { query, key, similarity } = rankPairs(pairs, 2)
    // cos 30° of all four; the float32 product ranks a later one first.
    expect(listed({ query, key })).toBe('0-1 1-0')
    for (const value of similarity) expect(value).toBeCloseTo(Math.cos(Math.PI / 6), 7)
  })
})

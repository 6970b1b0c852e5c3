import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { headsPlan } from '../../../../main/analyses/heads/heads-plan.ts'
import { createThresholds } from '../../../../main/analyses/heads/thresholds.ts'
import { createProduct } from '../../../../main/runtime/matrix/product.ts'
import { failureOf } from '../../../helpers/failure.ts'
import { dimensionsOf, relationWords } from './detail-parts.ts'
import {
  analyseCase,
  checkpointOf,
  keepAll,
  randomCase,
  similarityOfCase,
  termsOfCase,
  wordVectorsOf,
  type HeadCase
} from './head-case.ts'
import { plainHeads } from './plain-heads.ts'

const plain = { nHeads: 3, nKvHeads: 3, dHead: 4, dModel: 9 }
const grouped = { nHeads: 6, nKvHeads: 2, dHead: 4, dModel: 9 }
const single = { nHeads: 4, nKvHeads: 1, dHead: 2, dModel: 5 }

async function expectPlain(input: HeadCase): Promise<void> {
  const { heads } = await analyseCase(input)
  const { terms } = termsOfCase(input)
  const expected = plainHeads(input)
  expect(heads.map(({ head }) => head)).toEqual([...expected.keys()])
  heads.forEach((detail, h) => {
    const { dimensions, relations } = expected[h]!
    const found = dimensionsOf(detail)
    expect(
      found.map(({ dimension, queries, keys, pairs }) => [dimension, queries, keys, pairs])
    ).toEqual(
      dimensions.map(({ dimension, queries, keys, pairs }) => [
        dimension,
        queries,
        keys,
        pairs.map(({ query, key }) => [query, key])
      ])
    )
    const similarities = dimensions.flatMap(({ pairs }) =>
      pairs.map(({ similarity }) => similarity)
    )
    expect(detail.pairSimilarity).toHaveLength(similarities.length)
    similarities.forEach((value, p) => expect(detail.pairSimilarity[p]).toBeCloseTo(value, 6))
    expect([...detail.nPairs]).toEqual(dimensions.map(({ pairs }) => pairs.length))
    expect(relationWords(detail, terms)).toEqual(relations)
  })
}

/** Small whole numbers and similarities in quarters: everything is exact, and ties are everywhere. */
const wholeCase = fc
  .record({
    seed: fc.integer({ min: 0, max: 1e6 }),
    sizes: fc.constantFrom(
      { nHeads: 2, nKvHeads: 2, dHead: 2, dModel: 3 },
      { nHeads: 4, nKvHeads: 2, dHead: 2, dModel: 3 }
    ),
    nWords: fc.integer({ min: 1, max: 14 }),
    nTop: fc.integer({ min: 1, max: 8 })
  })
  .map(({ seed, sizes, nWords, nTop }): HeadCase => {
    const input = randomCase(seed, sizes, nWords)
    const round = (rows: readonly (readonly number[])[]) =>
      rows.map((row) => row.map((value) => Math.round(value)))
    return {
      ...input,
      embeddings: round(input.embeddings),
      gain: round([input.gain])[0]!,
      q: round(input.q),
      k: round(input.k),
      // The signs of five numbers choose four halves among eight places.
      similarity: input.similarity.map((row, i) => {
        if (row === null) return i === 0 ? null : [0, 0, 0, 0, 0, 0, 0, 1]
        const halves = row.slice(0, 4).map((value) => (value > 0 ? 0.5 : -0.5))
        return row[4]! > 0 ? [...halves, 0, 0, 0, 0] : [0, 0, ...halves, 0, 0]
      }),
      settings: { ...keepAll, nTop, thresholdSds: 1.96 * (seed % 2), nThresholdWords: 9 }
    }
  })

describe('analyseLayerHeads', () => {
  it.each([
    ['as many key heads', plain],
    ['shared key heads', grouped],
    ['one key head', single]
  ])('is what the method says word by word, with %s', async (_, sizes) => {
    for (const seed of [1, 2, 3]) await expectPlain(randomCase(seed, sizes))
  })

  it('breaks ties as the method says where all numbers are exact', async () => {
    await fc.assert(fc.asyncProperty(wholeCase, expectPlain), { numRuns: 60 })
  })

  it('gives the same bytes over any blocks, groups of heads and threads', async () => {
    const input = randomCase(4, { nHeads: 8, nKvHeads: 4, dHead: 16, dModel: 300 }, 130)
    const whole = await analyseCase(input)
    for (const options of [
      { blockSize: 1 },
      { blockSize: 7 },
      { blockSize: 50, nBlockWords: 3 },
      { nBlockWords: 1 },
      { weightBytes: 1 },
      { nThreads: 2 }
    ]) {
      expect(await analyseCase(input, options)).toEqual(whole)
    }
  })

  it('moves with the words when their list is put in another order', async () => {
    const input = randomCase(5, grouped)
    const nWords = input.words.length
    const { heads } = await analyseCase({
      ...input,
      settings: { ...keepAll, nThresholdWords: nWords }
    })
    // An order that is its own inverse.
    const turned = <T>(values: readonly T[]) => values.toReversed()
    const moved = await analyseCase({
      ...input,
      words: turned(input.words),
      embeddings: turned(input.embeddings),
      similarity: turned(input.similarity),
      settings: { ...keepAll, nThresholdWords: nWords }
    })
    const back = (line: number) => nWords - 1 - line
    const { terms } = termsOfCase(input)
    const { terms: movedTerms } = termsOfCase({ words: turned(input.words) })
    moved.heads.forEach((detail, h) => {
      const found = dimensionsOf(detail).map(({ dimension, queries, keys, pairs }) => ({
        dimension,
        queries: queries.map(back),
        keys: keys.map(back),
        pairs: pairs.map((pair) => pair.map(back))
      }))
      const expected = dimensionsOf(heads[h]!).map(({ dimension, queries, keys, pairs }) => ({
        dimension,
        queries,
        keys,
        pairs
      }))
      expect(found).toEqual(expected)
      expect(relationWords(detail, movedTerms)).toEqual(relationWords(heads[h]!, terms))
    })
  })

  it('finds the pairs of the other sign when queries are negated, the same when keys are too', async () => {
    const input = randomCase(6, plain)
    const negate = (rows: HeadCase['q']) => rows.map((row) => row.map((value) => -value))
    const { heads } = await analyseCase(input)
    const both = await analyseCase({ ...input, q: negate(input.q), k: negate(input.k) })
    expect(both.heads).toEqual(heads)
    const queries = await analyseCase({ ...input, q: negate(input.q) })
    let nOther = 0
    queries.heads.forEach((detail, h) => {
      const other = dimensionsOf(detail)
      dimensionsOf(heads[h]!).forEach((own, i) => {
        expect(other[i]!.queries).toEqual(own.queries)
        expect(other[i]!.keys).toEqual(own.keys)
        const known = new Set(own.pairs.map(String))
        for (const pair of other[i]!.pairs) expect(known).not.toContain(String(pair))
        nOther += other[i]!.pairs.length
      })
    })
    expect(nOther).toBeGreaterThan(0)
  })

  it('changes one head only when one head changed', async () => {
    const input = randomCase(7, grouped)
    const { heads } = await analyseCase(input)
    const changed = 4
    const q = input.q.map((row, i) =>
      Math.floor(i / grouped.dHead) === changed ? row.toReversed() : row
    )
    const found = await analyseCase({ ...input, q })
    found.heads.forEach((detail, h) => {
      if (h === changed) expect(detail.queryWords).not.toEqual(heads[h]!.queryWords)
      else expect(detail).toEqual(heads[h])
    })
  })

  it('shows the first words and pairs, and counts and relates all', async () => {
    const input = randomCase(8, plain)
    const whole = await analyseCase(input)
    const settings = { ...keepAll, nShownWords: 2, nShownPairs: 3 }
    const some = await analyseCase({ ...input, settings })
    some.heads.forEach((detail, h) => {
      const all = whole.heads[h]!
      expect(detail.nPairs).toEqual(all.nPairs)
      expect(detail.relations).toEqual(all.relations)
      expect(dimensionsOf(detail)).toEqual(
        dimensionsOf(all).map(({ dimension, queries, keys, pairs, similarities }) => ({
          dimension,
          queries: queries.slice(0, 2),
          keys: keys.slice(0, 2),
          pairs: pairs.slice(0, 3),
          similarities: similarities.slice(0, 3)
        }))
      )
    })
  })

  it('finds fewer pairs by chance where activations and similarities mean the same', async () => {
    const nClusters = 6
    const input = randomCase(9, { nHeads: 2, nKvHeads: 2, dHead: 8, dModel: 16 }, 90)
    const near = (rows: HeadCase['embeddings']) =>
      rows.map((row, i) => row.map((value, d) => 0.1 * value + rows[i % nClusters]![d]!))
    const vectors = near(input.similarity.map((row) => row ?? [1, 1, 1, 1, 1]))
    const { heads } = await analyseCase({
      ...input,
      // Keys of what is asked for: each dimension joins the words of one cluster.
      k: input.q,
      embeddings: near(input.embeddings),
      similarity: vectors,
      settings: { ...keepAll, nTop: 15, thresholdSds: 1, nThresholdWords: 90, nShuffles: 5 }
    })
    for (const { nPairs, chancePairs } of heads) {
      const own = nPairs.reduce((sum, n) => sum + n, 0)
      expect(chancePairs).toHaveLength(5)
      expect(own).toBeGreaterThan(2 * Math.max(...chancePairs))
    }
  })

  it('counts by chance what it would find with the vectors handed out that way', async () => {
    const input = randomCase(10, plain)
    const product = await createProduct({ nThreads: 1 })
    const similarity = similarityOfCase(input)
    const { shuffled } = await createThresholds({ similarity, settings: keepAll, product })
    await product.close()
    const { heads } = await analyseCase(input)
    const known = [...similarity.lines]
    shuffled.forEach(({ vectorOfLine }, s) => {
      const handedOut = input.similarity.map((row, line) =>
        row ? input.similarity[known[vectorOfLine[line]!]!]! : null
      )
      plainHeads({ ...input, similarity: handedOut }).forEach(({ dimensions }, h) => {
        const count = dimensions.reduce((sum, { pairs }) => sum + pairs.length, 0)
        expect(heads[h]!.chancePairs[s]).toBe(count)
      })
    })
  })

  it('spends the operations that the plan counts, where all words have a vector', async () => {
    const input = randomCase(11, grouped)
    const similarity = input.similarity.map((row) => row ?? [1, 0, 0, 0, 0])
    const { operations } = await analyseCase({ ...input, similarity }, { weightBytes: 1 })
    const nWords = input.words.length
    expect(operations).toBe(headsPlan(grouped, nWords, nWords, 5, keepAll).operations)
  })

  it('tells how far it is, never falling, up to the end', async () => {
    const fractions: number[] = []
    const report = (fraction: number) => void fractions.push(fraction)
    await analyseCase(randomCase(12, grouped), { report, nBlockWords: 5, weightBytes: 1 })
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
    expect(fractions.length).toBeGreaterThan(10)
    expect(fractions.at(-1)).toBeCloseTo(1, 12)
  })

  it.each([0.1, 0.9])('stops when it is told to after %d of the work', async (when) => {
    const stop = new AbortController()
    let last = 0
    const report = (fraction: number) => {
      last = fraction
      if (fraction >= when) stop.abort()
    }
    const failure = await failureOf(() =>
      analyseCase(randomCase(13, plain), { report, signal: stop.signal, nBlockWords: 2 })
    )
    expect(failure.code).toBe('job/cancelled')
    expect(last).toBeLessThan(1)
  })

  it('says that activations are not finite, naming the layer', async () => {
    const input = randomCase(14, plain)
    const q = input.q.map((row, i) => (i === 5 ? row.map(() => NaN) : row))
    const failure = await failureOf(() => analyseCase({ ...input, q }))
    expect(failure.code).toBe('engine/run-failed')
    expect(failure.message).toContain('layer 0')
  })

  it('refuses words of another width and a layer that there is not', async () => {
    const input = randomCase(15, plain)
    const wide = wordVectorsOf({ ...input, dModel: 3 })
    const width = await failureOf(() => analyseCase(input, { words: wide }))
    expect([width.code, width.message]).toEqual([
      'request/invalid',
      "word vectors of 3 numbers, expected 9: the model's hidden size"
    ])
    const checkpoint = await checkpointOf(input)
    const layer = await failureOf(() => analyseCase(input, { checkpoint, layer: 1 }))
    expect([layer.code, layer.message]).toEqual(['request/invalid', 'layer 1, expected 0 to 0'])
  })
})

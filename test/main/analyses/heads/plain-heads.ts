/** method.md section 3, steps 1 to 4, line by line in float64: slow, and nothing shared with the product. */
import { dot } from '../../../helpers/dot.ts'
import type { HeadCase } from './head-case.ts'

export interface PlainPair {
  readonly query: number
  readonly key: number
  readonly similarity: number
}

export interface PlainDimension {
  readonly dimension: number
  readonly queries: readonly number[]
  readonly keys: readonly number[]
  readonly pairs: readonly PlainPair[]
}

export interface PlainHead {
  readonly dimensions: readonly PlainDimension[]
  /** Words and number of dimensions. */
  readonly relations: readonly (readonly [string, string, number])[]
}

export function plainHeads(input: HeadCase): readonly PlainHead[] {
  return Array.from({ length: input.nHeads }, (_, head) => plainHead(input, head))
}

function plainHead(input: HeadCase, head: number): PlainHead {
  const { nHeads, nKvHeads, dHead, q, k } = input
  const keyHead = Math.floor((head * nKvHeads) / nHeads)
  const dimensions = Array.from({ length: dHead }, (_, dimension) => {
    const ofQueries = activations(input, q[head * dHead + dimension]!)
    const ofKeys = activations(input, k[keyHead * dHead + dimension]!)
    const strength = [...ofQueries, ...ofKeys].reduce((sum, h) => sum + h * h, 0)
    return { strength, ...plainDimension(input, dimension, ofQueries, ofKeys) }
  }).sort((a, b) => b.strength - a.strength || a.dimension - b.dimension)
  return { dimensions, relations: plainRelations(input, dimensions) }
}

function activations({ embeddings, gain }: HeadCase, column: readonly number[]): number[] {
  const weights = column.map((weight, i) => weight * gain[i]!)
  return embeddings.map((embedding) => dot(embedding, weights).sum)
}

function plainDimension(
  input: HeadCase,
  dimension: number,
  ofQueries: readonly number[],
  ofKeys: readonly number[]
): PlainDimension {
  const queries = strongest(ofQueries, input.settings.nTop)
  const keys = strongest(ofKeys, input.settings.nTop)
  const pairs: PlainPair[] = []
  for (const query of queries) {
    for (const key of keys) {
      const similarity = cosine(input, query, key)
      if (similarity === null || input.words[query] === input.words[key]) continue
      if (!(ofQueries[query]! * ofKeys[key]! > 0)) continue
      if (!(similarity > threshold(input, query) && similarity > threshold(input, key))) continue
      pairs.push({ query, key, similarity })
    }
  }
  // Sorting is stable: equal ones stay by rank.
  pairs.sort((a, b) => b.similarity - a.similarity)
  return { dimension, queries, keys, pairs }
}

function strongest(values: readonly number[], nTop: number): number[] {
  return [...values.keys()]
    .sort((a, b) => Math.abs(values[b]!) - Math.abs(values[a]!) || a - b)
    .slice(0, nTop)
}

function cosine({ similarity }: HeadCase, a: number, b: number): number | null {
  const left = similarity[a]!
  const right = similarity[b]!
  if (!left || !right) return null
  return dot([...left], [...right]).sum / (Math.hypot(...left) * Math.hypot(...right))
}

export function threshold(input: HeadCase, word: number): number {
  const { nThresholdWords, thresholdSds } = input.settings
  const cosines = input.words
    .slice(0, nThresholdWords)
    .map((_, other) => cosine(input, word, other))
    .filter((value) => value !== null)
  const mean = cosines.reduce((sum, value) => sum + value, 0) / cosines.length
  const variance = cosines.reduce((sum, value) => sum + (value - mean) ** 2, 0) / cosines.length
  return mean + thresholdSds * Math.sqrt(variance)
}

function plainRelations(
  { words }: HeadCase,
  dimensions: readonly PlainDimension[]
): [string, string, number][] {
  const counts = new Map<string, number>()
  for (const { pairs } of dimensions) {
    const own = pairs.map(({ query, key }) =>
      [words[query]!, words[key]!]
        .map((word) => word.toLowerCase())
        .sort()
        .join(' ')
    )
    for (const pair of new Set(own)) counts.set(pair, (counts.get(pair) ?? 0) + 1)
  }
  return [...counts]
    .filter(([, count]) => count > 1)
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .map(([pair, count]): [string, string, number] => {
      const [first = '', second = ''] = pair.split(' ')
      return [first, second, count]
    })
}

import type { HeadDetail } from '../../../../preload/analysis/heads/record.ts'

export interface ShownDimension {
  readonly dimension: number
  readonly queries: readonly number[]
  readonly keys: readonly number[]
  readonly pairs: readonly (readonly [query: number, key: number])[]
  readonly similarities: readonly number[]
}

/** A head's flat arrays, dimension by dimension. */
export function dimensionsOf(detail: HeadDetail): readonly ShownDimension[] {
  const { dimensions, queryWords, keyWords, pairStarts } = detail
  const nShown = queryWords.length / dimensions.length
  return Array.from(dimensions, (dimension, i) => {
    const [from, end] = [pairStarts[i]!, pairStarts[i + 1]!]
    return {
      dimension,
      queries: [...queryWords.subarray(i * nShown, (i + 1) * nShown)],
      keys: [...keyWords.subarray(i * nShown, (i + 1) * nShown)],
      pairs: Array.from(detail.pairQuery.subarray(from, end), (query, p) => [
        query,
        detail.pairKey[from + p]!
      ]),
      similarities: [...detail.pairSimilarity.subarray(from, end)]
    }
  })
}

export function relationWords(
  { relations }: Pick<HeadDetail, 'relations'>,
  terms: readonly string[]
): [string, string, number][] {
  return Array.from(relations.first, (first, i) => [
    terms[first]!,
    terms[relations.second[i]!]!,
    relations.dimensions[i]!
  ])
}

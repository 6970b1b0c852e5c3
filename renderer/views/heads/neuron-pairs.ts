/** The neuron pairs behind a head's relations: one dimension of queries and keys each. */
import type { HeadDetail, HeadsLayer, HeadsRole } from '../../../preload/analysis/heads/record.ts'
import type { RelationKey } from '../../state/heads-view.svelte.ts'

export interface NeuronPair {
  readonly role: HeadsRole
  /** 1 is the dimension with the strongest activations. */
  readonly rank: number
  /** Lines of the word list. */
  readonly query: number
  readonly key: number
  readonly similarity: number
}

/** The head of each model that has it. */
export function headDetails(
  { sides }: HeadsLayer,
  head: number
): readonly { readonly role: HeadsRole; readonly detail: HeadDetail }[] {
  return sides.flatMap(({ role, heads }) => {
    const detail = heads.find((candidate) => candidate.head === head)
    return detail ? [{ role, detail }] : []
  })
}

/**
 * Pairs that make one relation: either way round, in whatever case. Only those that were kept with the
 * result are found, the most similar ones of each dimension; `hasAll` tells whether that is all of them.
 */
export function pairsOfRelation(
  layer: HeadsLayer,
  head: number,
  words: readonly string[],
  { first, second }: RelationKey
): { readonly pairs: readonly NeuronPair[]; readonly hasAll: boolean } {
  let hasAll = true
  const pairs = headDetails(layer, head).flatMap(({ role, detail }) => {
    const found: NeuronPair[] = []
    for (let i = 0; i < detail.dimensions.length; i++) {
      if (nShown(detail, i) < detail.nPairs[i]!) hasAll = false
      for (const pair of dimensionPairs(role, detail, i)) {
        const [query, key] = [words[pair.query], words[pair.key]].map((word) => word?.toLowerCase())
        if (query === first ? key === second : query === second && key === first) found.push(pair)
      }
    }
    return found
  })
  return { pairs, hasAll }
}

/** Pairs of one dimension, most similar first. @param at  its place in the head, 0 strongest */
export function dimensionPairs(role: HeadsRole, detail: HeadDetail, at: number): NeuronPair[] {
  const { pairStarts, pairQuery, pairKey, pairSimilarity } = detail
  const pairs: NeuronPair[] = []
  for (let i = pairStarts[at]!; i < pairStarts[at + 1]!; i++) {
    pairs.push({
      role,
      rank: at + 1,
      query: pairQuery[i]!,
      key: pairKey[i]!,
      similarity: pairSimilarity[i]!
    })
  }
  return pairs
}

function nShown({ pairStarts }: HeadDetail, at: number): number {
  return pairStarts[at + 1]! - pairStarts[at]!
}

export interface DimensionRow {
  readonly role: HeadsRole
  /** Place in the head, 0 strongest. */
  readonly at: number
  /** Column of the query and key projections. */
  readonly column: number
  readonly nPairs: number
  readonly nShown: number
  readonly queryWords: string
  readonly keyWords: string
}

/** All dimensions of a head, base first. */
export function dimensionRows(
  layer: HeadsLayer,
  head: number,
  words: readonly string[]
): DimensionRow[] {
  return headDetails(layer, head).flatMap(({ role, detail }) =>
    Array.from(detail.dimensions, (column, at) => ({
      role,
      at,
      column,
      nPairs: detail.nPairs[at]!,
      nShown: nShown(detail, at),
      ...topWords(detail, at, words)
    }))
  )
}

/** Words of largest |activation| of a dimension, both sides. */
export function topWords(
  { dimensions, queryWords, keyWords }: HeadDetail,
  at: number,
  words: readonly string[]
): { readonly queryWords: string; readonly keyWords: string } {
  const n = queryWords.length / Math.max(1, dimensions.length)
  const list = (lines: Int32Array): string =>
    Array.from(lines.subarray(at * n, (at + 1) * n))
      .filter((line) => line >= 0)
      .map((line) => words[line] ?? '')
      .join(', ')
  return { queryWords: list(queryWords), keyWords: list(keyWords) }
}

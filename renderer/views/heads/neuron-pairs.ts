/** The neuron pairs behind a head's relations: one dimension of queries and keys each. */
import type { RelationRow } from '../../../preload/analysis/heads/head-relations.ts'
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
 * result are found, the most similar ones of each dimension.
 */
export function pairsOfRelation(
  layer: HeadsLayer,
  head: number,
  words: readonly string[],
  { first, second }: RelationKey
): readonly NeuronPair[] {
  return headDetails(layer, head).flatMap(({ role, detail }) =>
    Array.from(detail.dimensions, (_, at) => dimensionPairs(role, detail, at))
      .flat()
      .filter((pair) => {
        const [query, key] = [words[pair.query], words[pair.key]].map((word) => word?.toLowerCase())
        return query === first ? key === second : query === second && key === first
      })
  )
}

/** In how many of a relation's dimensions a pair was kept; empty where in all of them. */
export function shownDimensions(
  pairs: readonly NeuronPair[],
  { baseDimensions, tunedDimensions }: Pick<RelationRow, 'baseDimensions' | 'tunedDimensions'>
): string {
  return (['base', 'tuned'] as const)
    .flatMap((role) => {
      const all = (role === 'base' ? baseDimensions : tunedDimensions) ?? 0
      const shown = new Set(pairs.filter((pair) => pair.role === role).map(({ rank }) => rank)).size
      return shown < all ? [`${role} ${shown} of ${all} dimensions`] : []
    })
    .join(', ')
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

import type { Relations } from '../../../preload/analysis/heads/record.ts'
import type { Terms } from './terms.ts'

/** Pairs of one dimension, as lines of the word list. */
export interface LinePairs {
  readonly query: Int32Array
  readonly key: Int32Array
}

/** Dimensions that a pair must occur in to be a relation. */
const fewestDimensions = 2

/**
 * A head's relations: the unordered pairs of terms that occur in more than one of its dimensions, each
 * counted once a dimension whichever way round and in whatever case (method.md section 3, step 4). Most
 * dimensions first, equal ones alphabetically.
 *
 * @param dimensions  the pairs of each dimension
 */
export function relationsOf(dimensions: readonly LinePairs[], terms: Terms): Relations {
  const nTerms = terms.terms.length
  // A pair as one number, rank of the earlier term · nTerms + rank of the later: sorted is alphabetical.
  const all = new Float64Array(dimensions.reduce((sum, { query }) => sum + query.length, 0))
  let size = 0
  for (const pairs of dimensions) {
    let last = -1
    for (const pair of pairNumbers(pairs, terms).sort()) {
      if (pair !== last) all[size++] = pair
      last = pair
    }
  }
  const relations = runsOf(all.subarray(0, size).sort())
    .filter(({ length }) => length >= fewestDimensions)
    .sort((a, b) => b.length - a.length || a.value - b.value)
  const termAt = (rank: number) => terms.atRank[rank]!
  return {
    first: Int32Array.from(relations, ({ value }) => termAt(Math.floor(value / nTerms))),
    second: Int32Array.from(relations, ({ value }) => termAt(value % nTerms)),
    dimensions: Int32Array.from(relations, ({ length }) => length)
  }
}

function pairNumbers({ query, key }: LinePairs, { ofLine, ranks }: Terms): Float64Array {
  const numbers = new Float64Array(query.length)
  for (let p = 0; p < query.length; p++) {
    const a = ranks[ofLine[query[p]!]!]!
    const b = ranks[ofLine[key[p]!]!]!
    numbers[p] = Math.min(a, b) * ranks.length + Math.max(a, b)
  }
  return numbers
}

/** Equal neighbours of a sorted array. */
function runsOf(sorted: Float64Array): { readonly value: number; readonly length: number }[] {
  const runs = []
  for (let from = 0; from < sorted.length;) {
    let end = from + 1
    while (end < sorted.length && sorted[end] === sorted[from]) end++
    runs.push({ value: sorted[from]!, length: end - from })
    from = end
  }
  return runs
}

import type { WordVectors } from '../words/word-vectors.ts'
import type { Candidates } from './related-pairs.ts'
import type { StrongestWords } from './strongest-words.ts'

/** A head's d dimensions, strongest first, with the strongest words of each. */
export interface HeadWords {
  /** [d], column of Wq_h and Wk_h */
  readonly dimensions: Int32Array
  /** [d] each */
  readonly queries: readonly Candidates[]
  readonly keys: readonly Candidates[]
}

/** Where a head's dimensions begin among those of its group. */
export interface HeadPlace {
  readonly query: number
  readonly key: number
  readonly dHead: number
}

/** A head's dimensions by Σ over words of Hq² + Hk², equal ones by column (method.md section 3, steps 1 and 2). */
export function wordsOfHead(
  { query, key, dHead }: HeadPlace,
  queries: StrongestWords,
  keys: StrongestWords,
  { lines }: Pick<WordVectors, 'lines'>
): HeadWords {
  const strength = Float64Array.from(
    { length: dHead },
    (_, i) => queries.squares[query + i]! + keys.squares[key + i]!
  )
  const dimensions = Int32Array.from(strength.keys()).sort(
    (a, b) => strength[b]! - strength[a]! || a - b
  )
  return {
    dimensions,
    queries: Array.from(dimensions, (i) => candidatesOf(queries, query + i, lines)),
    keys: Array.from(dimensions, (i) => candidatesOf(keys, key + i, lines))
  }
}

function candidatesOf(
  { nKept, places, scores }: StrongestWords,
  row: number,
  lines: Int32Array
): Candidates {
  const [from, end] = [row * nKept, (row + 1) * nKept]
  return {
    lines: places.slice(from, end).map((place) => lines[place]!),
    activations: scores.slice(from, end)
  }
}

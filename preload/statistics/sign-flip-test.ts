import { mulberry32 } from './mulberry32.ts'
import { mean } from './moments.ts'
import { fewestValues } from './t-test.ts'
import type { Alternative } from './t-test.ts'

/** Sign patterns that are drawn where there are more than can be gone through. */
export const nDraws = 19_999
/** Fixed, so that the same lists give the same p. */
const seed = 1
/** Sums of the same differences in another order may differ in their last bits. */
const tieTolerance = 1e-9

export type SignFlipResult =
  | {
      readonly kind: 'tested'
      /** All patterns of signs, or some drawn at random. */
      readonly method: 'exact' | 'random'
      readonly n: number
      readonly meanDifference: number
      readonly p: number
      /** The least that p can be with so many differences, or draws. */
      readonly smallestP: number
    }
  | { readonly kind: 'untested'; readonly reason: 'n too small' | 'no spread' }

/**
 * Paired permutation test by flipping signs: are differences symmetric about zero? (Fisher 1935)
 *
 *     two-sided  p = P(|Σ s_i d_i| ≥ |Σ d_i|),   s_i = ±1 with equal chance
 *     less       p = P(Σ s_i d_i ≤ Σ d_i)
 *
 * Exact over all 2ⁿ patterns where half of them (the other half mirrors it) are no more than `nDraws`, so
 * up to n = 15; beyond, `nDraws` patterns drawn with a fixed seed, p = (1 + as extreme) / (1 + draws)
 * (Phipson and Smyth 2010), whose standard error at p = 0.05 is 0.0015. With n = 5 and fewer (4 where
 * one-sided) p cannot reach 0.05. Takes the differences as independent of one another, and nothing about
 * their distribution.
 *
 * @param differences  [n]
 * @param alternative  `less`: the differences lie below zero
 * @returns            untested below two differences, and where all are zero
 */
export function signFlipTest(
  differences: ArrayLike<number>,
  alternative: Alternative
): SignFlipResult {
  const n = differences.length
  if (n < fewestValues) return { kind: 'untested', reason: 'n too small' }
  let size = 0
  let sum = 0
  for (let i = 0; i < n; i++) {
    size += Math.abs(differences[i]!)
    sum += differences[i]!
  }
  if (size === 0) return { kind: 'untested', reason: 'no spread' }
  const tables = signTables(differences)
  const isExtreme = extremeAs(sum, tieTolerance * size, alternative)
  const meanDifference = mean(differences)
  const nPatterns = 2 ** n
  if (nPatterns / 2 <= nDraws) {
    const p = countExact(tables, nPatterns / 2, isExtreme) / nPatterns
    const smallestP = (alternative === 'two-sided' ? 2 : 1) / nPatterns
    return { kind: 'tested', method: 'exact', n, meanDifference, p, smallestP }
  }
  const p = (1 + countRandom(tables, isExtreme)) / (1 + nDraws)
  return { kind: 'tested', method: 'random', n, meanDifference, p, smallestP: 1 / (1 + nDraws) }
}

/** Whether a sum speaks against no difference as much as the one seen, or more. */
function extremeAs(
  seen: number,
  tolerance: number,
  alternative: Alternative
): (sum: number) => boolean {
  switch (alternative) {
    case 'less':
      return (sum) => sum <= seen + tolerance
    case 'greater':
      return (sum) => sum >= seen - tolerance
    case 'two-sided':
      return (sum) => Math.abs(sum) >= Math.abs(seen) - tolerance
  }
}

/**
 * Signed sums of each eight differences, for all patterns of their signs: a pattern of n signs then costs
 * n/8 additions.
 *
 * @returns  [⌈n/8⌉, 256], bit i set where difference i of the eight keeps its sign
 */
function signTables(differences: ArrayLike<number>): Float64Array {
  const tables = new Float64Array(Math.ceil(differences.length / 8) * 256)
  for (let i = 0; i < differences.length; i++) {
    const [from, bit] = [(i >> 3) * 256, i & 7]
    for (let pattern = 0; pattern < 256; pattern++) {
      tables[from + pattern]! += (pattern >> bit) & 1 ? differences[i]! : -differences[i]!
    }
  }
  return tables
}

/** Patterns as extreme as the one seen, of one table or two: the last sign is held, its mirror counted beside. */
function countExact(
  tables: Float64Array,
  nHalf: number,
  isExtreme: (sum: number) => boolean
): number {
  const hasHigh = tables.length > 256
  let count = 0
  for (let pattern = 0; pattern < nHalf; pattern++) {
    const high = hasHigh ? tables[256 + (pattern >> 8)]! : 0
    const sum = tables[pattern & 255]! + high
    count += Number(isExtreme(sum)) + Number(isExtreme(-sum))
  }
  return count
}

function countRandom(tables: Float64Array, isExtreme: (sum: number) => boolean): number {
  const next = mulberry32(seed)
  let count = 0
  for (let draw = 0; draw < nDraws; draw++) {
    let sum = 0
    let bits = 0
    for (let from = 0; from < tables.length; from += 256) {
      // Four tables use up the 32 bits of a number.
      bits = (from & 1023) === 0 ? next() : bits >>> 8
      sum += tables[from + (bits & 255)]!
    }
    if (isExtreme(sum)) count += 1
  }
  return count
}

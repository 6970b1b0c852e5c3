import { combinations, permutationTest } from 'simple-statistics'
import { mulberry32 } from './mulberry32.ts'
import { mean } from './moments.ts'
import { fewestValues } from './t-test.ts'

/** Divisions into two groups are gone through up to so many. */
const mostDivisions = 20_000
/** Beyond, so many are drawn. */
export const nShuffles = 4_999
/** Fixed, so that the same groups give the same p. */
const seed = 3
/** Values become whole numbers up to about 2 to this: sums are exact, and the same in any order. */
const wholeBits = 36
/** 2 to this is far below the largest float64, however near to one another the values lie. */
const mostBits = 1_000

export type LabelShuffleResult =
  | {
      readonly kind: 'tested'
      /** All divisions into groups of these sizes, or some drawn at random. */
      readonly method: 'exact' | 'random'
      /** x̄ − ȳ */
      readonly meanDifference: number
      readonly p: number
    }
  | { readonly kind: 'untested'; readonly reason: 'n too small' }

/**
 * Permutation test of two independent groups by shuffling labels, one-sided "less": does the mean of x lie
 * below that of y further than chance divisions of the same values do? (Pitman 1937)
 *
 *     p = P(x̄* − ȳ* ≤ x̄ − ȳ),   (x*, y*) a division of all values into n and m, each equally likely
 *
 * Exact over all C(n + m, n) divisions where they are no more than 20,000; beyond, `nShuffles` drawn with a
 * fixed seed, p = (1 + as extreme) / (1 + drawn) (Phipson and Smyth 2010), whose standard error at p = 0.05
 * is 0.003. Tests that the groups have the same distribution: unequal spreads in groups of unequal size can
 * make it reject too.
 *
 * @param x  [n]
 * @param y  [m]
 * @returns  untested where a group has fewer than two values
 */
export function labelShuffleTest(x: ArrayLike<number>, y: ArrayLike<number>): LabelShuffleResult {
  if (Math.min(x.length, y.length) < fewestValues)
    return { kind: 'untested', reason: 'n too small' }
  const meanDifference = mean(x) - mean(y)
  const [wholeX, wholeY] = toWhole(x, y)
  if (isCounted(x.length, y.length)) {
    return { kind: 'tested', method: 'exact', meanDifference, p: exactP(wholeX, wholeY) }
  }
  const next = mulberry32(seed)
  const share = permutationTest(wholeX, wholeY, 'less', nShuffles, () => next() / 2 ** 32)
  const p = (1 + Math.round(share * nShuffles)) / (1 + nShuffles)
  return { kind: 'tested', method: 'random', meanDifference, p }
}

/**
 * Shifted to begin at 0 and scaled, which no comparison of means notices; by a power of two, so that whole
 * numbers stay what they are and their sums keep their ties.
 */
function toWhole(x: ArrayLike<number>, y: ArrayLike<number>): [number[], number[]] {
  const all = [...Array.from(x), ...Array.from(y)]
  const least = all.reduce((smallest, value) => Math.min(smallest, value))
  const range = all.reduce((largest, value) => Math.max(largest, value - least), 0)
  const scale = range === 0 ? 0 : 2 ** Math.min(mostBits, wholeBits - Math.ceil(Math.log2(range)))
  const whole = all.map((value) => Math.round((value - least) * scale))
  return [whole.slice(0, x.length), whole.slice(x.length)]
}

/** Whether C(n + m, n) ≤ 20,000. */
function isCounted(n: number, m: number): boolean {
  let divisions = 1
  for (let k = 1; k <= Math.min(n, m); k++) {
    divisions *= (n + m + 1 - k) / k
    if (divisions > mostDivisions + 0.5) return false
  }
  return true
}

/**
 * Divisions by the smaller group; its sum decides, since both sums together are fixed. Sums that differ by
 * no more than the values' rounding are ties.
 */
function exactP(x: readonly number[], y: readonly number[]): number {
  const [smaller, sign] = x.length <= y.length ? [x, 1] : [y, -1]
  const limit = sign * sumOf(smaller) + smaller.length
  const divisions = combinations([...x, ...y], smaller.length)
  return divisions.filter((group) => sign * sumOf(group) <= limit).length / divisions.length
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

import { fisherExact } from './fisher-exact.ts'
import { normalTail } from './normal.ts'

/** `count` of `n` that have a property. */
export interface Proportion {
  readonly count: number
  readonly n: number
}

export interface ProportionsTest {
  readonly method: 'z' | 'fisher'
  /** Positive where the second proportion is larger; null for Fisher's test. */
  readonly z: number | null
  /** Two-sided. */
  readonly p: number
}

/** Cochran's rule: below it the normal distribution is too coarse for the counts. */
export const fewestExpected = 5

/**
 * Are two proportions equal?
 *
 *     z = (q − p) / √(π (1 − π) (1/n + 1/m)),   π = (count_p + count_q) / (n + m)
 *
 * Pooled variance, no continuity correction: z² is the χ² of R's `prop.test(correct = FALSE)`. Where an
 * expected count of the four cells is below 5, Fisher's exact test takes its place.
 *
 * @param first   p = count / n, n positive
 * @param second  q = count / m, m positive
 */
export function twoProportions(first: Proportion, second: Proportion): ProportionsTest {
  for (const { count, n } of [first, second]) {
    if (!(Number.isInteger(count) && Number.isInteger(n) && count >= 0 && count <= n && n > 0)) {
      throw new RangeError(`${count} of ${n}, expected whole numbers, 0 to n, and n above 0`)
    }
  }
  const total = first.n + second.n
  const pooled = (first.count + second.count) / total
  const smallest = Math.min(first.n, second.n) * Math.min(pooled, 1 - pooled)
  if (smallest < fewestExpected) {
    return { method: 'fisher', z: null, p: fisherExact(first, second) }
  }
  const spread = Math.sqrt(pooled * (1 - pooled) * (1 / first.n + 1 / second.n))
  const z = (second.count / second.n - first.count / first.n) / spread
  return { method: 'z', z, p: 2 * normalTail(Math.abs(z)) }
}

/**
 * Cohen's h, the effect size of two proportions (Cohen 1988, chapter 6).
 *
 *     h = 2 arcsin √q − 2 arcsin √p
 *
 * Equal steps of h are equally hard to detect, near 0 and 1 as in the middle: 0.2 is small, 0.5 medium,
 * 0.8 large by Cohen's convention.
 *
 * @returns  −π to π, positive where the second is larger
 */
export function cohensH(p: number, q: number): number {
  return 2 * Math.asin(Math.sqrt(q)) - 2 * Math.asin(Math.sqrt(p))
}

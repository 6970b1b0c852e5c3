import type { Proportion } from './two-proportions.ts'

/** Tables are as likely as the one seen within this relative difference, as in R's `fisher.test`. */
const tieTolerance = 1e-7

/**
 * Fisher's exact test of two proportions, two-sided.
 *
 *     p = Σ P(x) over the tables with P(x) ≤ P(seen),   P(x) = C(n, x) C(m, k − x) / C(n + m, k)
 *
 * x is the first count, n and m the two sizes, k both counts together. The probabilities are built from
 * the most likely table outwards by their ratios, so that nothing overflows.
 *
 * @returns  0 to 1; float64, cost linear in the smallest margin
 */
export function fisherExact(first: Proportion, second: Proportion): number {
  const [n, m, k] = [first.n, second.n, first.count + second.count]
  const [low, high] = [Math.max(0, k - m), Math.min(n, k)]
  const mode = Math.min(high, Math.max(low, Math.floor(((n + 1) * (k + 1)) / (n + m + 2))))
  const weights = new Float64Array(high - low + 1)
  weights[mode - low] = 1
  /** P(x) / P(x − 1) */
  const ratio = (x: number): number => ((n - x + 1) * (k - x + 1)) / (x * (m - k + x))
  for (let x = mode + 1; x <= high; x++) weights[x - low] = weights[x - 1 - low]! * ratio(x)
  for (let x = mode; x > low; x--) weights[x - 1 - low] = weights[x - low]! / ratio(x)

  const limit = weights[first.count - low]! * (1 + tieTolerance)
  let total = 0
  let asExtreme = 0
  for (const weight of weights) {
    total += weight
    if (weight <= limit) asExtreme += weight
  }
  return asExtreme / total
}

import { mean, squaredDeviations } from './moments.ts'

/**
 * Cohen's d: the difference of two means in pooled standard deviations (Cohen 1988, section 2.5).
 *
 *     d = (x̄ − ȳ) / s,   s² = (Σ (x − x̄)² + Σ (y − ȳ)²) / (n + m − 2)
 *
 * Biased away from zero in small groups: Hedges' g is the same without that. Both take the groups as they
 * are, so for the same cases under two models they measure the shift against the spread over cases.
 *
 * @param x  [n], n of 2 or more
 * @param y  [m], m of 2 or more
 * @throws RangeError where there are too few values or no spread
 */
export function cohensD(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const variance = (squaredDeviations(x) + squaredDeviations(y)) / (x.length + y.length - 2)
  if (!(Math.min(x.length, y.length) >= 2 && variance > 0)) {
    throw new RangeError(
      `effect size of ${x.length} and ${y.length} values with variance ${variance}, ` +
        'expected two or more and a spread'
    )
  }
  return (mean(x) - mean(y)) / Math.sqrt(variance)
}

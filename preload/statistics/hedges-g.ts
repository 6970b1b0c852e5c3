import { logBeta } from './log-beta.ts'
import { mean, squaredDeviations } from './moments.ts'

/**
 * Hedges' g: the difference of two means in pooled standard deviations, without the bias of small groups
 * (Hedges 1981, exact correction).
 *
 *     g = J(ν) · (x̄ − ȳ) / s,   s² = (Σ (x − x̄)² + Σ (y − ȳ)²) / ν,   ν = n + m − 2
 *     J(ν) = Γ(ν/2) / (√(ν/2) Γ((ν − 1)/2))
 *
 * With few runs that nearly agree it grows beyond all reason: read it beside the two means.
 *
 * @param x  [n], n of 2 or more
 * @param y  [m], m of 2 or more
 * @throws RangeError where there are too few values or no spread
 */
export function hedgesG(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const df = x.length + y.length - 2
  const variance = (squaredDeviations(x) + squaredDeviations(y)) / df
  if (!(Math.min(x.length, y.length) >= 2 && variance > 0)) {
    throw new RangeError(
      `Hedges' g of ${x.length} and ${y.length} values with variance ${variance}, ` +
        'expected two or more and a spread'
    )
  }
  return (smallSampleFactor(df) * (mean(x) - mean(y))) / Math.sqrt(variance)
}

/** J(ν) = √π / (√(ν/2) · B((ν − 1)/2, ½)), for ν of 2 or more. */
export function smallSampleFactor(df: number): number {
  return Math.sqrt(Math.PI / (df / 2)) * Math.exp(-logBeta((df - 1) / 2, 0.5))
}

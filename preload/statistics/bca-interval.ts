import { quantileSorted } from 'simple-statistics'
import { normalQuantile } from './normal-quantile.ts'
import { normalTail } from './normal.ts'

export const intervalLevel = 0.95

export interface Bootstrap {
  /** Of the data themselves. */
  readonly estimate: number
  /** [nResamples] of data drawn again; infinite where a resample has none */
  readonly resampled: Float64Array
  /** One list a stratum: the estimate without unit i of it. */
  readonly leftOneOut: readonly Float64Array[]
}

/**
 * 95 % bootstrap interval, bias-corrected and accelerated (BCa; Efron and Tibshirani 1993, section 14.3;
 * with several strata Davison and Hinkley 1997, section 5.3).
 *
 *     z₀ = Φ⁻¹(share of resamples below the estimate, ties half)
 *     a  = ⅙ Σ_s Σ_i U_si³ / n_s³ / (Σ_s Σ_i U_si² / n_s²)^1.5,   U_si = (n_s − 1)(θ̄_s − θ_si)
 *     ends at the resamples' quantiles Φ(z₀ + (z₀ ± z) / (1 − a (z₀ ± z)))
 *
 * Better than plain percentiles where the estimate's spread depends on its size, as that of g does.
 *
 * @returns  null where an end would lie among resamples without an estimate: too few values for an interval
 */
export function bcaInterval({
  estimate,
  resampled,
  leftOneOut
}: Bootstrap): readonly [number, number] | null {
  const sorted = Array.from(resampled).sort((a, b) => a - b)
  const n = sorted.length
  if (sorted[0] === sorted[n - 1] && sorted[0] === estimate) return [estimate, estimate]
  let below = 0
  for (const value of sorted) below += value < estimate ? 1 : value === estimate ? 0.5 : 0
  const bias = normalQuantile(Math.min(Math.max(below, 0.5), n - 0.5) / n)
  const acceleration = accelerationOf(leftOneOut)
  if (Number.isNaN(acceleration)) return null
  const z = normalQuantile((1 + intervalLevel) / 2)
  const end = (shift: number): number => {
    const at = bias + (bias + shift) / (1 - acceleration * (bias + shift))
    return quantileSorted(sorted, normalTail(-at))
  }
  const ends = [end(-z), end(z)] as const
  return ends.every(Number.isFinite) ? ends : null
}

/** NaN where an estimate without one unit is not defined. */
function accelerationOf(leftOneOut: readonly Float64Array[]): number {
  let cubes = 0
  let squares = 0
  for (const estimates of leftOneOut) {
    const n = estimates.length
    const centre = estimates.reduce((sum, value) => sum + value, 0) / n
    for (const value of estimates) {
      const u = ((n - 1) * (centre - value)) / n
      cubes += u ** 3
      squares += u ** 2
    }
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5)
}

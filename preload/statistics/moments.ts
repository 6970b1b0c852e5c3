/**
 * Mean of n values; NaN for none. Summed in float64 from the first value on, so that equal values have
 * exactly their own mean and no spread.
 */
export function mean(values: ArrayLike<number>): number {
  const origin = values[0]!
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]! - origin
  return origin + sum / values.length
}

/** Σ (x − x̄)², in two passes. */
export function squaredDeviations(values: ArrayLike<number>): number {
  const centre = mean(values)
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += (values[i]! - centre) ** 2
  return sum
}

/** √(Σ (x − x̄)² / n): what the paper's tables report. NaN for no values. */
export function populationSd(values: ArrayLike<number>): number {
  return Math.sqrt(squaredDeviations(values) / values.length)
}

/** Σ (x − x̄)² / (n − 1): what the t-tests take. NaN below two values. */
export function sampleVariance(values: ArrayLike<number>): number {
  return values.length < 2 ? NaN : squaredDeviations(values) / (values.length - 1)
}

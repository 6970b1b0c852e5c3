import { interquartileRange, kernelDensityEstimation } from 'simple-statistics'
import { sampleVariance } from '../../../../../preload/statistics/moments.ts'

/** Points at which the outline of a violin is worked out. */
const nSteps = 64

export interface DensityCurve {
  /** [nSteps], even, from the smallest value to the largest */
  readonly at: Float64Array
  /** [nSteps], 0 to 1: the largest density is 1 */
  readonly density: Float64Array
}

/**
 * How densely values lie, by a Gaussian kernel of Silverman's width, cut at the smallest and the largest:
 * a violin must not reach where no case is. Null for fewer than three values or no spread.
 */
export function densityCurve(values: readonly number[]): DensityCurve | null {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  if (values.length < 3 || !(high > low)) return null
  const range = interquartileRange([...values]) / 1.34
  const sd = Math.sqrt(sampleVariance(values))
  // Half of the values may be equal, as those of empty responses are; then the quartiles say nothing.
  const width = 0.9 * (range > 0 ? Math.min(sd, range) : sd) * values.length ** -0.2
  const densityAt = kernelDensityEstimation([...values], 'gaussian', width)
  const at = Float64Array.from(
    { length: nSteps },
    (_, i) => low + ((high - low) * i) / (nSteps - 1)
  )
  const density = at.map((value) => densityAt(value))
  const largest = Math.max(...density)
  return { at, density: density.map((value) => value / largest) }
}

/** Density at a value, between the points of the curve. */
export function densityAt({ at, density }: DensityCurve, value: number): number {
  const step = (at.at(-1)! - at[0]!) / (at.length - 1)
  const place = Math.min(at.length - 1, Math.max(0, (value - at[0]!) / step))
  const before = Math.min(at.length - 2, Math.floor(place))
  const share = place - before
  return density[before]! * (1 - share) + density[before + 1]! * share
}

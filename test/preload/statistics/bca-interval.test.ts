import { describe, expect, it } from 'vitest'
import { bcaInterval } from '../../../preload/statistics/bca-interval.ts'
import { mean } from '../../../preload/statistics/moments.ts'

const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5]
const without = (values: readonly number[], i: number): number[] => values.filter((_, j) => j !== i)

describe('bcaInterval', () => {
  it("gives scipy's interval of a mean from the same resamples", () => {
    // scipy 1.17.1, stats.bootstrap((first,), mean, method='BCa', n_resamples=29, rng=3), its
    // bootstrap_distribution and interval.
    const resampled = Float64Array.of(
      ...[0.21, 0.41, 0.82, 1.31, 0.51, 0.72, 1.73, 1.18, 0.86, 0.47, 0.69, 0.51, 0.61, 0.9, 1.79],
      ...[0.61, 0.28, 1.1, 1.59, 1.11, 1.2, 1.01, -0.08, 1.23, 0.46, 0.86, 1.04, 0.01, 0.3]
    )
    const leftOneOut = [Float64Array.from(first, (_, i) => mean(without(first, i)))]
    const [low, high] = bcaInterval({ estimate: 0.75, resampled, leftOneOut })!
    expect(Math.abs(low + 0.015204521392376012)).toBeLessThan(1e-10)
    expect(Math.abs(high - 1.7492919041857036)).toBeLessThan(1e-10)
  })

  it("gives scipy's interval of a difference of two groups from the same resamples", () => {
    // The same of mean(x) − mean(y), x the first five of the list, rng=3; rounded to six digits before.
    const resampled = Float64Array.of(
      ...[-2.562857, -1.3, -2.631429, -2.688571, -2.888571, -1.077143, -2.197143, -2.488571],
      ...[-2.022857, -1.137143, -3.157143, -2.357143, -2.565714, -3.868571, -5.36, -2.588571],
      ...[-0.745714, -1.782857, -2.662857, -1.708571, -2.488571, -2.617143, -2.522857, -3.542857],
      ...[-2.288571, -2.968571, -3.54, -2.374286, -2.102857]
    )
    const x = first.slice(0, 5)
    const estimate = mean(x) - mean(second)
    const leftOneOut = [
      Float64Array.from(x, (_, i) => mean(without(x, i)) - mean(second)),
      Float64Array.from(second, (_, i) => mean(x) - mean(without(second, i)))
    ]
    const [low, high] = bcaInterval({ estimate, resampled, leftOneOut })!
    expect(Math.abs(low + 3.727579013789682)).toBeLessThan(1e-9)
    expect(Math.abs(high + 0.8603386619594737)).toBeLessThan(1e-9)
  })

  it('is a point where every resample says the same', () => {
    const resampled = new Float64Array(20)
    const leftOneOut = [new Float64Array(5)]
    expect(bcaInterval({ estimate: 0, resampled, leftOneOut })).toEqual([0, 0])
  })

  it('is none where resamples or leaving one out have no estimate', () => {
    const half = Float64Array.from({ length: 40 }, (_, i) => (i < 20 ? -Infinity : i / 40))
    expect(bcaInterval({ estimate: 0.5, resampled: half, leftOneOut: [] })).toBeNull()
    const sound = Float64Array.from({ length: 40 }, (_, i) => i / 40)
    const leftOneOut = [Float64Array.of(0.4, Infinity, 0.6)]
    expect(bcaInterval({ estimate: 0.5, resampled: sound, leftOneOut })).toBeNull()
  })
})

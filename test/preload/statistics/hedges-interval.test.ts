import { describe, expect, it } from 'vitest'
import { hedgesG } from '../../../preload/statistics/hedges-g.ts'
import { hedgesInterval } from '../../../preload/statistics/hedges-interval.ts'
import { seededRandom } from '../../helpers/random.ts'

// Student's sleep data (1908).
const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]

const independent = (x: readonly number[], y: readonly number[]) =>
  hedgesInterval([
    { x, y: null },
    { x: null, y }
  ])

/** An end of 2,000 resamples has a standard error of about 0.03 here. */
function expectNear(found: readonly [number, number] | null, low: number, high: number): void {
  expect(Math.abs(found![0] - low)).toBeLessThan(0.1)
  expect(Math.abs(found![1] - high)).toBeLessThan(0.1)
}

const drawn = (n: number, shift: number, seed: number): number[] => {
  const random = seededRandom(seed)
  return Array.from({ length: n }, () => random() + random() + random() + shift)
}

describe('hedgesInterval', () => {
  // scipy 1.17.1, stats.bootstrap of g, method='BCa', 400,000 resamples.
  it("lies at scipy's for independent groups", () => {
    expectNear(independent(first, second), -1.7132, 0.1171)
  })

  it("lies at scipy's for pairs, which is narrower where pairs go together", () => {
    expectNear(hedgesInterval([{ x: first, y: second }]), -1.3744, -0.4843)
  })

  it("lies at scipy's for the mouse data, groups of 9 and 7", () => {
    // Efron and Tibshirani (1993), table 2.1.
    const control = [52, 104, 146, 10, 51, 30, 40, 27, 46]
    const treated = [94, 197, 16, 38, 99, 141, 23]
    expectNear(independent(control, treated), -1.6433, 0.5567)
  })

  it('is the same every time, turns when groups are swapped, and ignores shift and scale', () => {
    const [low, high] = independent(first, second)!
    expect(independent(first, second)).toEqual([low, high])
    const grown = (values: readonly number[]) => values.map((value) => 1e6 + 3 * value)
    const [lowGrown, highGrown] = independent(grown(first), grown(second))!
    expect(Math.abs(lowGrown - low)).toBeLessThan(1e-8)
    expect(Math.abs(highGrown - high)).toBeLessThan(1e-8)
    const pairs = hedgesInterval([{ x: first, y: second }])!
    const turned = hedgesInterval([{ x: second, y: first }])!
    expect(Math.abs(turned[0] + pairs[1])).toBeLessThan(1e-10)
    expect(Math.abs(turned[1] + pairs[0])).toBeLessThan(1e-10)
  })

  it('holds the true effect about 95 times in 100', () => {
    // Sums of three uniform numbers: sd ½, so the true difference of 0.3 is d = 0.6.
    const nTrials = 200
    let held = 0
    for (let trial = 0; trial < nTrials; trial++) {
      const x = drawn(40, 0, 1000 + trial)
      const y = drawn(60, 0.3, 5000 + trial)
      const [low, high] = independent(x, y)!
      expect(hedgesG(x, y)).toBeGreaterThan(low)
      expect(hedgesG(x, y)).toBeLessThan(high)
      held += low <= -0.6 && -0.6 <= high ? 1 : 0
    }
    // Binomial of 200 at 95 %: 190 ± 3 · 3.1.
    expect(held).toBeGreaterThanOrEqual(180)
    expect(held).toBeLessThanOrEqual(199)
  })

  it('takes cases that only one group has beside the pairs', () => {
    const [low, high] = hedgesInterval([
      { x: first, y: second },
      { x: [1.1], y: null },
      { x: null, y: [] }
    ])!
    const g = hedgesG([...first, 1.1], second)
    expect(low).toBeLessThan(g)
    expect(high).toBeGreaterThan(g)
  })

  it('is 0 for pairs of the same values, and none for two against two', () => {
    expect(hedgesInterval([{ x: first, y: first }])).toEqual([0, 0])
    expect(independent([1, 2], [2, 4])).toBeNull()
  })
})

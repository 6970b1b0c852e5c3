import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { labelShuffleTest, nShuffles } from '../../../preload/statistics/label-shuffle-test.ts'

// Efron and Tibshirani (1993), table 2.1: survival of mice in days.
const control = [52, 104, 146, 10, 51, 30, 40, 27, 46]
const treated = [94, 197, 16, 38, 99, 141, 23]
// Student's sleep data (1908).
const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]

describe('labelShuffleTest', () => {
  it('goes through all divisions of the mouse data', () => {
    // Published from 1,000 draws: 0.132 (chapter 15). scipy 1.17.1, stats.permutation_test,
    // n_resamples=inf, alternative='less': 1613 of 11440.
    const result = labelShuffleTest(control, treated)
    expect(result).toMatchObject({ kind: 'tested', method: 'exact', p: 1613 / 11440 })
    expect(
      Math.abs((result as { meanDifference: number }).meanDifference + 30.634920634920634)
    ).toBeLessThan(1e-12)
  })

  it('agrees with scipy whichever group is the smaller', () => {
    // scipy 1.17.1, permutation_test, exact.
    const [x, y] = [first.slice(0, 4), second.slice(0, 5)]
    const p = (a: number[], b: number[]) => (labelShuffleTest(a, b) as { p: number }).p
    expect(p(x, y)).toBeCloseTo(0.031746031746031744, 12)
    expect(p(y, x)).toBeCloseTo(0.9761904761904762, 12)
  })

  it('draws divisions where there are too many, close to the exact p', () => {
    // scipy 1.17.1: 0.04072 over all 184,756.
    const result = labelShuffleTest(first, second)
    expect(result).toMatchObject({ kind: 'tested', method: 'random' })
    const { p } = result as { p: number }
    const error = Math.sqrt((0.0407 * 0.9593) / nShuffles)
    expect(Math.abs(p - 0.04072398190045249)).toBeLessThan(3 * error)
    expect(labelShuffleTest(first, second)).toEqual(result)
  })

  it('counts ties whichever order their values are added in', () => {
    // All divisions of equal groups: half of those that differ, and all ties.
    const thirds = [1 / 3, 2 / 3, 1, 4 / 3]
    const result = labelShuffleTest(thirds, [...thirds].reverse())
    // Of 70 divisions, 8 subsets by multiplicity of {1, 1, 2, 2, …} by hand in whole thirds.
    const whole = [1, 2, 3, 4, 4, 3, 2, 1]
    let atMost = 0
    let nDivisions = 0
    for (let pattern = 0; pattern < 256; pattern++) {
      const picked = whole.filter((_, i) => (pattern >> i) & 1)
      if (picked.length !== 4) continue
      nDivisions += 1
      if (picked.reduce((sum, value) => sum + value, 0) <= 10) atMost += 1
    }
    expect(nDivisions).toBe(70)
    expect(result).toMatchObject({ method: 'exact', p: atMost / 70 })
  })

  it('has p above 0 and at most 1, and keeps the groups as they are', () => {
    const values = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), {
      minLength: 2,
      maxLength: 12
    })
    fc.assert(
      fc.property(values, values, (x, y) => {
        const [xBefore, yBefore] = [[...x], [...y]]
        const result = labelShuffleTest(x, y)
        expect(result.kind).toBe('tested')
        const { p } = result as { p: number }
        expect(p).toBeGreaterThan(0)
        expect(p).toBeLessThanOrEqual(1)
        expect([x, y]).toEqual([xBefore, yBefore])
      }),
      { numRuns: 40 }
    )
  })

  it('says when there is no test, and takes constant values', () => {
    expect(labelShuffleTest([1], [2, 3])).toEqual({ kind: 'untested', reason: 'n too small' })
    expect(labelShuffleTest([2, 2], [2, 2])).toMatchObject({ p: 1 })
    expect(labelShuffleTest([0, 5e-324], [0, 0])).toMatchObject({ p: 1 })
  })
})

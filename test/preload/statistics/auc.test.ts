import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aucOf } from '../../../preload/statistics/auc.ts'
import { rocCurve } from '../../../preload/statistics/roc-curve.ts'

const repeated = (counts: readonly number[]): number[] =>
  counts.flatMap((count, i) => new Array<number>(count).fill(i + 1))

// Hanley and McNeil (1982), table I: 109 CT images rated from 1 (definitely normal) to 5.
const normal = repeated([33, 6, 6, 11, 2])
const abnormal = repeated([3, 2, 2, 11, 33])

const scores = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 20 })

describe('aucOf', () => {
  it('gives the published area of ratings with many ties, and DeLong in numpy', () => {
    const { auc, standardError, interval } = aucOf(normal, abnormal)
    // Published: 0.893, by the trapezoidal rule.
    expect(auc.toFixed(3)).toBe('0.893')
    // numpy 2.4.6 by the definition of DeLong et al. (1988); scipy 1.17.1 mannwhitneyu / (n m).
    expect(Math.abs(auc - 0.8931710615280595)).toBeLessThan(1e-12)
    expect(Math.abs(standardError! - 0.030724408379381122)).toBeLessThan(1e-12)
    expect(Math.abs(interval![0] - 0.8329523276581718)).toBeLessThan(1e-9)
    expect(Math.abs(interval![1] - 0.9533897953979471)).toBeLessThan(1e-9)
  })

  it('gives numpy and scipy for the mouse data, without ties', () => {
    const control = [52, 104, 146, 10, 51, 30, 40, 27, 46]
    const { auc, standardError } = aucOf(control, [94, 197, 16, 38, 99, 141, 23])
    expect(Math.abs(auc - 0.5714285714285714)).toBeLessThan(1e-12)
    expect(Math.abs(standardError! - 0.16444730442243444)).toBeLessThan(1e-12)
  })

  it('counts pairs, ties half, and is the area under the curve', () => {
    fc.assert(
      fc.property(scores, scores, (negatives, positives) => {
        let pairs = 0
        for (const x of positives) for (const y of negatives) pairs += x > y ? 1 : x === y ? 0.5 : 0
        const { auc } = aucOf(negatives, positives)
        expect(auc).toBeCloseTo(pairs / (positives.length * negatives.length), 12)
        expect(areaUnder(rocCurve(negatives, positives))).toBeCloseTo(auc, 12)
        expect(aucOf(positives, negatives).auc).toBeCloseTo(1 - auc, 12)
      })
    )
  })

  it('has no interval for one value a group, nor for a perfect order', () => {
    expect(aucOf([1], [2, 3])).toEqual({ auc: 1, standardError: null, interval: null })
    expect(aucOf([1, 2], [3, 4])).toEqual({ auc: 1, standardError: 0, interval: null })
    expect(aucOf([1, 1], [1, 1]).auc).toBe(0.5)
  })

  it('keeps its interval within 0 and 1', () => {
    const { interval } = aucOf([1, 2, 3, 4, 9], [8, 10, 11, 12])
    expect(interval![1]).toBe(1)
  })
})

describe('rocCurve', () => {
  it('gives the published points of the rated images', () => {
    // A rating of 5 alone, 4 and above, …: 2/58, 13/58, 19/58, 25/58 false; 33/51, 44/51, 46/51, 48/51 true.
    const points = rocCurve(normal, abnormal)
    expect(points.map(({ threshold }) => threshold)).toEqual([Infinity, 5, 4, 3, 2, 1])
    expect(points.map(({ falsePositiveRate }) => Math.round(falsePositiveRate * 58))).toEqual([
      0, 2, 13, 19, 25, 58
    ])
    expect(points.map(({ truePositiveRate }) => Math.round(truePositiveRate * 51))).toEqual([
      0, 33, 44, 46, 48, 51
    ])
  })
})

function areaUnder(points: ReturnType<typeof rocCurve>): number {
  return points.slice(1).reduce((area, point, i) => {
    const before = points[i]!
    const width = point.falsePositiveRate - before.falsePositiveRate
    return area + (width * (point.truePositiveRate + before.truePositiveRate)) / 2
  }, 0)
}

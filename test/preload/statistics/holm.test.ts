import { describe, expect, it } from 'vitest'
import { holm } from '../../../preload/statistics/holm.ts'
import { mean, populationSd, sampleVariance } from '../../../preload/statistics/moments.ts'

describe('holm', () => {
  it('steps down from the smallest, never decreasing, in the order given', () => {
    // Holm's procedure on 0.01, 0.04, 0.03, 0.005: times 4, 3, 2, 1 in order of size.
    const found = holm([0.01, 0.04, 0.03, 0.005])
    ;[0.03, 0.06, 0.06, 0.02].forEach((p, i) => expect(found[i]).toBeCloseTo(p, 14))
  })

  it('stops at 1 and leaves a single test alone', () => {
    expect(holm([0.9, 0.6])).toEqual([1, 1])
    expect(holm([0.2])).toEqual([0.2])
    expect(holm([])).toEqual([])
  })

  it('refuses what is no probability', () => {
    expect(() => holm([0.1, NaN])).toThrow(RangeError)
  })
})

describe('moments', () => {
  it('gives population and sample spread', () => {
    const values = [2, 4, 4, 4, 5, 5, 7, 9]
    expect(mean(values)).toBe(5)
    expect(populationSd(values)).toBe(2)
    expect(sampleVariance(values)).toBeCloseTo(32 / 7, 14)
  })

  it('finds no spread in equal values, whatever their binary digits', () => {
    // 0.1 + 0.1 + 0.1 is not 3 times 0.1: a plain sum over n would give a spread of 1e-17.
    for (const value of [0.1, 1 / 3, 0.7]) {
      expect(mean([value, value, value])).toBe(value)
      expect(sampleVariance([value, value, value])).toBe(0)
      expect(populationSd([value, value, value])).toBe(0)
    }
  })

  it('has no mean of nothing and no variance of one value', () => {
    expect(mean([])).toBeNaN()
    expect(sampleVariance([3])).toBeNaN()
  })
})

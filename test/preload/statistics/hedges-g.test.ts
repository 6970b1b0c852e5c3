import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hedgesG, smallSampleFactor } from '../../../preload/statistics/hedges-g.ts'

describe('smallSampleFactor', () => {
  // Hedges (1981), table 1, c(m); further digits from scipy 1.17.1 gammaln.
  it.each([
    [2, 0.5641895835477564],
    [3, 0.7236012545582676],
    [4, 0.7978845608028653],
    [5, 0.8407486824596893],
    [10, 0.922745608053087],
    [20, 0.9619445337407481],
    [50, 0.9849119422955631]
  ])('with %d degrees of freedom', (df, factor) => {
    expect(Math.abs(smallSampleFactor(df) / factor - 1)).toBeLessThan(1e-12)
  })
})

describe('hedgesG', () => {
  it('gives the value of its formula in numpy and scipy', () => {
    // numpy var(ddof = 1) pooled, times exp(gammaln(2) − gammaln(1.5)) / √2 of scipy 1.17.1.
    const x = [20 / 100, 18 / 99, 25 / 100]
    const y = [12 / 100, 15 / 100, 11 / 98]
    expect(Math.abs(hedgesG(x, y) / 2.3150509812064004 - 1)).toBeLessThan(1e-12)
  })

  it('turns its sign when swapped and ignores order, shift and scale', () => {
    const values = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 2, maxLength: 8 })
    fc.assert(
      fc.property(values, values, (x, y) => {
        fc.pre(new Set(x).size > 1 || new Set(y).size > 1)
        const g = hedgesG(x, y)
        expect(hedgesG(y, x)).toBeCloseTo(-g, 10)
        expect(hedgesG([...x].reverse(), [...y].sort())).toBeCloseTo(g, 8)
        expect(
          hedgesG(
            x.map((v) => 3 * v + 7),
            y.map((v) => 3 * v + 7)
          )
        ).toBeCloseTo(g, 8)
      })
    )
  })

  it('refuses groups without spread and single values', () => {
    expect(() => hedgesG([1, 1], [2, 2])).toThrow(/variance 0/)
    expect(() => hedgesG([1], [2, 3])).toThrow(/1 and 2 values/)
  })
})

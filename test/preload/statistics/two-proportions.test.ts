import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fisherExact } from '../../../preload/statistics/fisher-exact.ts'
import { cohensH, twoProportions } from '../../../preload/statistics/two-proportions.ts'

const relative = (found: number, expected: number): number => Math.abs(found / expected - 1)
const of = (count: number, n: number) => ({ count, n })

const proportion = fc
  .integer({ min: 1, max: 400 })
  .chain((n) => fc.record({ n: fc.constant(n), count: fc.integer({ min: 0, max: n }) }))

describe('fisherExact', () => {
  it("gives the published p of Fisher's tea tasting and of Dean's convictions of twins", () => {
    // R's help of fisher.test: TeaTasting (two-sided p = 0.4857) and Convictions (p = 0.0005367).
    expect(fisherExact(of(3, 4), of(1, 4))).toBeCloseTo(0.4857, 4)
    expect(fisherExact(of(2, 12), of(15, 18))).toBeCloseTo(0.0005367, 7)
  })

  // scipy 1.17.1 fisher_exact([[a, n − a], [c, m − c]]).pvalue and, to all digits, exact binomial
  // coefficients (Python's math.comb) agree.
  it.each([
    [3, 4, 1, 4, 0.485714285714285714],
    [2, 12, 15, 18, 0.000536724119143435801],
    [0, 1200, 4, 1200, 0.124687434950211316],
    [1, 1200, 6, 1200, 0.124452897516936379],
    [2, 300, 0, 900, 0.0623436196830692244],
    [1196, 1200, 1200, 1200, 0.124687434950211316],
    [3, 10, 0, 9600, 8.11517558601318791e-10],
    [500, 1200, 420, 1200, 0.000906212123330896737]
  ])('of %d in %d against %d in %d', (a, n, c, m, p) => {
    expect(relative(fisherExact(of(a, n), of(c, m)), p)).toBeLessThan(1e-12)
  })

  it('is 1 where the counts are as equal as they can be', () => {
    expect(fisherExact(of(0, 7), of(0, 12))).toBe(1)
    expect(fisherExact(of(7, 7), of(12, 12))).toBe(1)
    expect(fisherExact(of(3, 10), of(3, 10))).toBeCloseTo(1, 14)
  })

  it('does not change when the two or the property are swapped', () => {
    fc.assert(
      fc.property(proportion, proportion, (a, b) => {
        const p = fisherExact(a, b)
        expect(p).toBeGreaterThan(0)
        expect(p).toBeLessThanOrEqual(1)
        expect(relative(fisherExact(b, a), p)).toBeLessThan(1e-9)
        const complement = fisherExact(of(a.n - a.count, a.n), of(b.n - b.count, b.n))
        expect(relative(complement, p)).toBeLessThan(1e-9)
      })
    )
  })
})

describe('twoProportions', () => {
  // statsmodels 0.15.0 proportions_ztest([c, a], [m, n]): pooled variance, no correction. The first is
  // the Physicians' Health Study (Agresti 2002, table 2.3): heart attacks under placebo and aspirin.
  it.each([
    [189, 11034, 104, 11037, -5.001388204008378, 5.691896973740836e-7],
    [60, 1200, 90, 1200, 2.5298221281347026, 0.011412036386001675],
    [10, 20, 1, 20, -3.1869640430843, 0.0014377464754313407]
  ])('of %d in %d against %d in %d is a z test', (a, n, c, m, z, p) => {
    const found = twoProportions(of(a, n), of(c, m))
    expect(found.method).toBe('z')
    expect(relative(found.z!, z)).toBeLessThan(1e-12)
    expect(relative(found.p, p)).toBeLessThan(1e-11)
  })

  it('takes the exact test where an expected count is below 5, and only there', () => {
    // 10 of 400 in halves of 200: 5 expected in each.
    expect(twoProportions(of(1, 200), of(9, 200)).method).toBe('z')
    expect(twoProportions(of(1, 200), of(8, 200)).method).toBe('fisher')
    expect(twoProportions(of(199, 200), of(192, 200)).method).toBe('fisher')
    expect(twoProportions(of(2, 12), of(15, 18)).method).toBe('z')
    expect(twoProportions(of(3, 4), of(1, 4))).toEqual({
      method: 'fisher',
      z: null,
      p: fisherExact(of(3, 4), of(1, 4))
    })
  })

  it('has z = 0 and p = 1 for equal shares', () => {
    expect(twoProportions(of(400, 1200), of(300, 900))).toEqual({ method: 'z', z: 0, p: 1 })
  })

  it('turns its sign when swapped and keeps p', () => {
    fc.assert(
      fc.property(proportion, proportion, (a, b) => {
        const [there, back] = [twoProportions(a, b), twoProportions(b, a)]
        expect(back.method).toBe(there.method)
        expect(relative(back.p, there.p)).toBeLessThan(1e-9)
        if (there.z !== null) expect(back.z! + there.z).toBeCloseTo(0, 12)
      })
    )
  })

  it('refuses what is no proportion', () => {
    expect(() => twoProportions(of(3, 2), of(1, 2))).toThrow(/3 of 2/)
    expect(() => twoProportions(of(0, 0), of(1, 2))).toThrow(RangeError)
    expect(() => twoProportions(of(1, 2), of(0.5, 2))).toThrow(RangeError)
  })
})

describe('cohensH', () => {
  it('gives the published values', () => {
    // Cohen (1988), table 6.2.2, φ = 2 arcsin √P, which is h against 0.
    expect(cohensH(0, 0.2)).toBeCloseTo(0.927, 3)
    expect(cohensH(0, 0.4)).toBeCloseTo(1.369, 3)
    expect(cohensH(0, 0.5)).toBeCloseTo(1.571, 3)
    // statsmodels 0.15.0 proportion_effectsize(c / m, a / n).
    expect(relative(cohensH(0.05, 0.075), 0.10378422118380898)).toBeLessThan(1e-12)
    expect(relative(cohensH(189 / 11034, 104 / 11037), -0.06805879945038543)).toBeLessThan(1e-12)
  })

  it('spans −π to π and is 0 for equal shares', () => {
    expect(cohensH(0, 1)).toBe(Math.PI)
    expect(cohensH(1, 0)).toBe(-Math.PI)
    expect(cohensH(0.3, 0.3)).toBe(0)
  })
})

import { describe, expect, it } from 'vitest'
import { incompleteBeta } from '../../../preload/statistics/incomplete-beta.ts'
import { logBeta } from '../../../preload/statistics/log-beta.ts'
import { studentCdf } from '../../../preload/statistics/student-t.ts'

const relative = (found: number, expected: number): number => Math.abs(found / expected - 1)
const tolerance = 1e-10

describe('studentCdf', () => {
  // [|t|, degrees of freedom, upper tail] from mpmath 1.3 with 50 digits.
  it.each([
    [1, 1, 0.25],
    [0.5, 1, 0.35241638234956673],
    [63.65674116, 1, 0.0050000000002255149],
    [2.5, 2, 0.064805860110755405],
    [0.001, 3, 0.49963244748473047],
    [4, 4.5, 0.0063822447328120231],
    [2.086, 20, 0.024998177228720105],
    [1e-8, 7, 0.49999999615008549],
    [0.1, 549.36, 0.46019040349492382],
    [4.128, 549.36, 2.1139727079817462e-5],
    [8, 600, 3.2216602430424305e-15],
    [35, 600, 2.3140818540712944e-147],
    [1.96, 10000, 0.025011760115916523],
    [10, 1000000, 7.6393053840891248e-24],
    [1.3, 123456.75, 0.096801698117254067],
    [100, 12, 3.3455510428027483e-19],
    [1e6, 3, 1.1026577908396145e-18],
    [5, 0.7, 0.10013683482091143]
  ])('t = −%d with %d degrees of freedom', (t, df, tail) => {
    expect(relative(studentCdf(-t, df), tail)).toBeLessThan(tolerance)
    expect(relative(studentCdf(t, df), 1 - tail)).toBeLessThan(tolerance)
  })

  it('is ½ + arctan(t)/π with one degree of freedom', () => {
    for (const t of [-20, -3, -0.2, 0.7, 5]) {
      expect(relative(studentCdf(t, 1), 0.5 + Math.atan(t) / Math.PI)).toBeLessThan(1e-11)
    }
  })

  it('is ½ at 0 and reaches 0 and 1 at the infinities', () => {
    expect(studentCdf(0, 5)).toBe(0.5)
    expect(studentCdf(-Infinity, 5)).toBe(0)
    expect(studentCdf(Infinity, 5)).toBe(1)
  })

  it('refuses no degrees of freedom and NaN', () => {
    expect(() => studentCdf(1, 0)).toThrow(RangeError)
    expect(() => studentCdf(NaN, 3)).toThrow(RangeError)
  })
})

describe('incompleteBeta', () => {
  it('is a binomial tail for whole a and b', () => {
    // I_0.3(2, 3): at least 2 of 4 draws at 0.3.
    const expected = 1 - 0.7 ** 4 - 4 * 0.3 * 0.7 ** 3
    expect(relative(incompleteBeta(0.3, 0.7, 2, 3), expected)).toBeLessThan(1e-13)
    expect(relative(incompleteBeta(0.7, 0.3, 3, 2), 1 - expected)).toBeLessThan(1e-13)
  })

  it('refuses x and 1 − x that do not belong together', () => {
    expect(() => incompleteBeta(0.3, 0.6, 1, 1)).toThrow(RangeError)
  })
})

describe('logBeta', () => {
  it('gives π at one half and 1/(a b choose) for whole numbers', () => {
    expect(relative(logBeta(0.5, 0.5), Math.log(Math.PI))).toBeLessThan(1e-13)
    expect(relative(logBeta(3, 4), Math.log(1 / 60))).toBeLessThan(1e-13)
    expect(relative(logBeta(40, 1), Math.log(1 / 40))).toBeLessThan(1e-13)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalTail } from '../../../preload/statistics/normal.ts'

const relative = (found: number, expected: number): number => Math.abs(found / expected - 1)
const tolerance = 2e-13

describe('normalTail', () => {
  // mpmath 1.4.1, 30 digits: erfc(z / sqrt(2)) / 2.
  it.each([
    [0.001, 0.49960105778608893742],
    [0.3, 0.38208857781104736269],
    [1, 0.15865525393145705141],
    [1.96, 0.024997895148220434137],
    [2.5, 0.006209665325776135167],
    [2.8284, 0.0023390656954665960088],
    [3, 0.0013498980316300945267],
    [5, 2.8665157187919391167e-7],
    [8, 6.2209605742717841235e-16],
    [20, 2.7536241186062336951e-89],
    [37, 5.7255712225245768227e-300]
  ])('has the upper tail of z = %d', (z, tail) => {
    expect(relative(normalTail(z), tail)).toBeLessThan(tolerance)
    expect(relative(normalTail(-z), 1 - tail)).toBeLessThan(tolerance)
  })

  it('is ½ at 0 and reaches 0 and 1 at the infinities', () => {
    expect(normalTail(0)).toBe(0.5)
    expect(normalTail(Infinity)).toBe(0)
    expect(normalTail(-Infinity)).toBe(1)
  })

  it('never rises, also where the series hands over to the fraction', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -6, max: 6, noNaN: true }),
        fc.double({ min: 1e-9, max: 1, noNaN: true }),
        (z, step) => normalTail(z + step) <= normalTail(z) * (1 + 1e-14)
      )
    )
    const seam = 2 * Math.SQRT2
    expect(relative(normalTail(seam - 1e-12), normalTail(seam + 1e-12))).toBeLessThan(1e-11)
  })

  it('refuses NaN', () => {
    expect(() => normalTail(NaN)).toThrow(RangeError)
  })
})

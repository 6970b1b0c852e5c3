import { expect, test } from 'vitest'
import { gaussian } from '../../../main/linalg/gaussian.ts'

test('gives the same numbers for a seed, and others for another', () => {
  expect(gaussian(3, 50)).toEqual(gaussian(3, 50))
  expect(gaussian(4, 50)).not.toEqual(gaussian(3, 50))
})

test('has the moments of a standard normal distribution', () => {
  const values = gaussian(7, 200_000)
  const moment = (power: number) =>
    values.reduce((sum, value) => sum + value ** power, 0) / values.length
  // Four standard errors of each moment.
  const off = (variance: number) => 4 * Math.sqrt(variance / values.length)
  expect(Math.abs(moment(1))).toBeLessThan(off(1))
  expect(Math.abs(moment(2) - 1)).toBeLessThan(off(2))
  expect(Math.abs(moment(4) - 3)).toBeLessThan(off(96))
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inverseCholesky } from '../../../main/linalg/inverse-cholesky.ts'
import { noise } from '../../helpers/noise.ts'

test('inverts the factor of a worked example', () => {
  // L = [[2, 0], [1, 3]]
  const inverse = inverseCholesky(Float64Array.of(4, 2, 2, 10), 2)
  expect(Array.from(inverse!, (value) => value * 6)).toEqual([3, 0, -1, 2])
})

test.each([
  ['indefinite', [1, 2, 2, 1]],
  ['singular', [1, 1, 1, 1]],
  ['zero', [0, 0, 0, 0]],
  ['not a number', [NaN, 0, 0, 1]]
])('has no inverse of an %s matrix', (_, matrix) => {
  expect(inverseCholesky(Float64Array.from(matrix), 2)).toBeNull()
})

test('makes L⁻¹ A L⁻ᵀ the unit matrix', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(), (n, seed) => {
      const root = noise(seed, n * n)
      const at = (m: Float64Array, i: number, j: number) => m[i * n + j]!
      const sum = (term: (k: number) => number) =>
        Array.from({ length: n }, (_, k) => term(k)).reduce((a, b) => a + b, 0)
      const build = (term: (i: number, j: number, k: number) => number) =>
        new Float64Array(n * n).map((_, p) => sum((k) => term(Math.floor(p / n), p % n, k)))
      const gram = build((i, j, k) => at(root, i, k) * at(root, j, k))
      const matrix = gram.map((value, p) => value + (p % (n + 1) === 0 ? 1 : 0))
      const inverse = inverseCholesky(matrix, n)!
      const half = build((i, j, k) => at(inverse, i, k) * at(matrix, k, j))
      const whole = build((i, j, k) => at(half, i, k) * at(inverse, j, k))
      for (const [p, value] of whole.entries()) {
        expect(Math.abs(value - (p % (n + 1) === 0 ? 1 : 0))).toBeLessThan(1e-12)
        if (p % n > Math.floor(p / n)) expect(inverse[p]).toBe(0)
      }
    }),
    { seed: 1, numRuns: 30 }
  )
})

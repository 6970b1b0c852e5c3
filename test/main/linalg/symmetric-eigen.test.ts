import fc from 'fast-check'
import { expect, test } from 'vitest'
import { solveSymmetric } from '../../../main/linalg/symmetric-eigen.ts'
import { expectCloseToLargest, float64Tolerance } from '../../helpers/close.ts'
import { noise } from '../../helpers/noise.ts'

test('solves a worked example', () => {
  const { values, vectors } = solveSymmetric([2, 1, 1, 2], 2)
  const half = Math.SQRT1_2
  expectCloseToLargest(values, [3, 1], float64Tolerance)
  expectCloseToLargest(vectors.map(Math.abs), [half, half, half, half], float64Tolerance)
  expect(vectors[0]! * vectors[1]!).toBeGreaterThan(0)
  expect(vectors[2]! * vectors[3]!).toBeLessThan(0)
})

test.each([
  ['zeros', [0, 0, 0]],
  ['repeated values', [2, 2, -1]]
])('solves a diagonal of %s', (_, diagonal) => {
  const { values, vectors } = solveSymmetric(
    diagonal.flatMap((value, i) => diagonal.map((_, j) => (i === j ? value : 0))),
    3
  )
  expect([...values]).toEqual(diagonal)
  expect([...vectors].filter((value) => Math.abs(value) === 1)).toHaveLength(3)
})

test('gives orthonormal vectors with A v = λ v, largest first, for any symmetric matrix', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 24 }), fc.nat(), (n, seed) => {
      const random = noise(seed, n * n)
      const matrix = random.map((_, at) => {
        const [i, j] = [Math.floor(at / n), at % n]
        return random[i * n + j]! + random[j * n + i]!
      })
      const { values, vectors } = solveSymmetric(matrix, n)
      const images = multiply(vectors, matrix, n)
      const expected = vectors.map((value, at) => value * values[Math.floor(at / n)]!)
      const gram = multiply(vectors, transpose(vectors, n), n)
      const size = Math.max(Math.abs(values[0]!), Math.abs(values[n - 1]!))
      expect(largestDifference(images, expected)).toBeLessThan(1e-12 * size)
      expect(largestDifference(gram, unit(n))).toBeLessThan(1e-12)
      expect([...values]).toEqual([...values].sort((a, b) => b - a))
    }),
    { seed: 1, numRuns: 40 }
  )
})

function multiply(a: Float64Array, b: Float64Array, n: number): Float64Array {
  return a.map((_, at) => {
    let sum = 0
    for (let k = 0; k < n; k++) sum += a[Math.floor(at / n) * n + k]! * b[k * n + (at % n)]!
    return sum
  })
}

function transpose(a: Float64Array, n: number): Float64Array {
  return a.map((_, at) => a[(at % n) * n + Math.floor(at / n)]!)
}

function unit(n: number): Float64Array {
  return new Float64Array(n * n).map((_, at) => (at % (n + 1) === 0 ? 1 : 0))
}

function largestDifference(a: Float64Array, b: Float64Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0)
}

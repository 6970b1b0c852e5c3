import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { filterRows } from '../../../main/linalg/chebyshev-filter.ts'
import { noPairs } from '../../../main/linalg/locked-pairs.ts'
import { createProduct, type MatrixProduct } from '../../../main/runtime/matrix/product.ts'
import { expectCloseToLargest, opTolerance } from '../../helpers/close.ts'

const eigenvalues = [9, 4, 2, 1, 0.5, 0]
const n = eigenvalues.length
const matrix = Float32Array.from({ length: n * n }, (_, at) =>
  at % (n + 1) === 0 ? eigenvalues[at % n]! : 0
)
const ones = new Float32Array(n).fill(1)
const check = () => undefined

let products: MatrixProduct
beforeAll(async () => {
  products = await createProduct({ nThreads: 1 })
})
afterAll(() => products.close())

/** Tₘ(x) for any x. */
function chebyshev(degree: number, x: number): number {
  if (Math.abs(x) <= 1) return Math.cos(degree * Math.acos(x))
  return Math.cosh(degree * Math.acosh(Math.abs(x))) * Math.sign(x) ** degree
}

describe('a Chebyshev filter', () => {
  test.each([1, 2, 3, 7, 12])(
    'of degree %i multiplies each component as its polynomial',
    async (degree) => {
      const filter = { cut: 2, top: 9, degree }
      const y = await filterRows({ matrix, n, locked: noPairs }, ones, filter, products, check)
      const scale = chebyshev(degree, 2 * (9 / 2) - 1)
      const expected = eigenvalues.map((value) => chebyshev(degree, value - 1) / scale)
      expectCloseToLargest(y, expected, opTolerance)
      // Below the cut nothing is more than 1 / Tₘ.
      for (const value of y.subarray(2)) expect(Math.abs(value * scale)).toBeLessThan(1 + 1e-4)
    }
  )

  test('sees locked eigenvalues as 0', async () => {
    const locked = { values: Float64Array.of(9), rows: Float32Array.of(1, 0, 0, 0, 0, 0) }
    const filter = { cut: 1, top: 4, degree: 5 }
    const y = await filterRows({ matrix, n, locked }, ones, filter, products, check)
    const scale = chebyshev(5, 7)
    const expected = [0, ...eigenvalues.slice(1)].map(
      (value) => chebyshev(5, 2 * value - 1) / scale
    )
    expectCloseToLargest(y, expected, opTolerance)
  })

  test('stays within range where the polynomial does not', async () => {
    const filter = { cut: 1e-3, top: 9, degree: 60 }
    const y = await filterRows({ matrix, n, locked: noPairs }, ones, filter, products, check)
    expect(y[0]).toBeCloseTo(1, 4)
    expect([...y].every(Number.isFinite)).toBe(true)
  })

  test('can be stopped between two products', async () => {
    let calls = 0
    const stop = () => {
      if (++calls === 3) throw new Error('enough')
    }
    const filter = { cut: 1, top: 9, degree: 10 }
    await expect(
      filterRows({ matrix, n, locked: noPairs }, ones, filter, products, stop)
    ).rejects.toThrow('enough')
    expect(calls).toBe(3)
  })
})

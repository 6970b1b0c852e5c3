import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gaussian } from '../../../main/linalg/gaussian.ts'
import { orthogonalityError, orthonormalRows } from '../../../main/linalg/orthonormal-rows.ts'
import { createProduct, type MatrixProduct } from '../../../main/runtime/matrix/product.ts'
import { failureOf } from '../../helpers/failure.ts'

const n = 150
const nRows = 40

let products: MatrixProduct
beforeAll(async () => {
  products = await createProduct({ nThreads: 1 })
})
afterAll(() => products.close())

async function errorOf(rows: Float32Array): Promise<number> {
  const count = rows.length / n
  return orthogonalityError(await products.timesTransposed(rows, count, rows, count, n), count)
}

/** Largest part of a row that a basis does not hold, relative to the row. */
async function missing(rows: Float32Array, basis: Float32Array): Promise<number> {
  const [count, nBasis] = [rows.length / n, basis.length / n]
  const shares = await products.timesTransposed(rows, count, basis, nBasis, n)
  const held = await products.times(shares, count, basis, n, nBasis)
  const length = (m: Float32Array, i: number) => Math.hypot(...m.subarray(i * n, (i + 1) * n))
  const rest = rows.map((value, at) => value - held[at]!)
  return Math.max(...Array.from({ length: count }, (_, i) => length(rest, i) / length(rows, i)))
}

describe('orthonormal rows', () => {
  test('span what random rows span', async () => {
    const rows = gaussian(1, nRows * n)
    const basis = await orthonormalRows(rows, n, products)
    expect(await errorOf(basis)).toBeLessThanOrEqual(1e-6)
    expect(await missing(rows, basis)).toBeLessThan(1e-5)
  })

  test('come of rows whose lengths differ by many orders of magnitude', async () => {
    const rows = gaussian(2, nRows * n).map((value, at) => value * 10 ** -(Math.floor(at / n) % 12))
    const basis = await orthonormalRows(rows, n, products)
    expect(await errorOf(basis)).toBeLessThanOrEqual(1e-6)
    expect(await missing(rows, basis)).toBeLessThan(1e-5)
  })

  test('come of rows that all but coincide', async () => {
    const shared = gaussian(3, n)
    const rows = gaussian(4, nRows * n).map((value, at) => shared[at % n]! + 1e-3 * value)
    const basis = await orthonormalRows(rows, n, products)
    expect(await errorOf(basis)).toBeLessThanOrEqual(1e-6)
    expect(await missing(rows, basis)).toBeLessThan(1e-5)
  })

  test.each([
    ['rows of zeros', () => 0],
    ['one row, repeated', (at: number) => Math.sin(1 + (at % n))],
    ['rows that are zero but for two coordinates', (at: number) => (at % n < 2 ? Math.cos(at) : 0)]
  ])('are filled up where they depend on each other: %s', async (_, entry) => {
    const rows = Float32Array.from({ length: nRows * n }, (_, at) => entry(at))
    const basis = await orthonormalRows(rows, n, products)
    expect(basis).toHaveLength(rows.length)
    expect(await errorOf(basis)).toBeLessThanOrEqual(1e-6)
  })

  test('stay orthogonal to others, also when given rows along these', async () => {
    const others = await orthonormalRows(gaussian(5, 20 * n), n, products)
    const rows = gaussian(6, nRows * n).map((value, at) => value + 1e3 * others[at % n]!)
    const basis = await orthonormalRows(rows, n, products, others)
    const both = new Float32Array([...others, ...basis])
    expect(await errorOf(both)).toBeLessThanOrEqual(2e-6)
  })

  test('leave the rows given as they were', async () => {
    const rows = gaussian(7, 3 * n)
    const copy = rows.slice()
    await orthonormalRows(rows, n, products)
    expect(rows).toEqual(copy)
  })

  test('are refused for numbers that are not finite', async () => {
    const rows = gaussian(8, 3 * n)
    rows[5] = NaN
    expect((await failureOf(() => orthonormalRows(rows, n, products))).code).toBe('internal')
  })
})

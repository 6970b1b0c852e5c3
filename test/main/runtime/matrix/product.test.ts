import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createProduct, type MatrixProduct } from '../../../../main/runtime/matrix/product.ts'
import { expectCloseToLargest, float64Tolerance, opTolerance } from '../../../helpers/close.ts'
import { failureOf } from '../../../helpers/failure.ts'
import { noise } from '../../../helpers/noise.ts'

let product: MatrixProduct
beforeAll(async () => {
  product = await createProduct({ nThreads: 2 })
})
afterAll(() => product.close())

describe('a product of matrices', () => {
  test('multiplies by the transpose of a worked example', async () => {
    const a = Float32Array.of(1, 2, 3, 4, 5, 6)
    const b = Float32Array.of(1, 0, 1, 0, 1, 0, 2, 2, 2, -1, 0, 1)
    const y = await product.timesTransposed(a, 2, b, 4, 3)
    expect([...y]).toEqual([4, 2, 12, 2, 10, 5, 30, 2])
  })

  test('multiplies a worked example', async () => {
    const y = await product.times(Float32Array.of(1, 2, 3, 4), 2, Float32Array.of(5, 6), 1, 2)
    expect([...y]).toEqual([17, 39])
  })

  test.each([
    [1, 1, 1],
    [1, 40, 7],
    [33, 2, 64],
    [70, 65, 129]
  ])('agrees with plain loops for %i x %i over %i, both ways round', async (m, n, k) => {
    const a = Float32Array.from(noise(1, m * k))
    const b = Float32Array.from(noise(2, n * k))
    const bTransposed = Float32Array.from(b, (_, i) => b[(i % n) * k + Math.floor(i / n)]!)
    const expected = Float64Array.from({ length: m * n }, (_, i) => {
      let sum = 0
      for (let j = 0; j < k; j++) sum += a[Math.floor(i / n) * k + j]! * b[(i % n) * k + j]!
      return sum
    })
    const found = await product.timesTransposed(a, m, b, n, k)
    expectCloseToLargest(found, expected, opTolerance)
    expectCloseToLargest(await product.times(a, m, bTransposed, n, k), expected, opTolerance)
    const inDouble = await product.timesInDouble(a, m, bTransposed, n, k)
    expectCloseToLargest(inDouble, expected, float64Tolerance / 1e6)
  })

  test('keeps in double what float32 would round away', async () => {
    const a = Float32Array.of(2 ** 24, 1, -(2 ** 24))
    const ones = Float32Array.of(1, 1, 1)
    expect([...(await product.timesInDouble(a, 1, ones, 1, 3))]).toEqual([1])
    const pair = Float32Array.of(2 ** 24, 1)
    expect([...(await product.timesInDouble(pair, 1, Float32Array.of(1, 1), 1, 2))]).toEqual([
      2 ** 24 + 1
    ])
  })

  test('gives zeros over no columns, and nothing for no rows', async () => {
    const none = new Float32Array(0)
    expect([...(await product.timesTransposed(none, 2, none, 1, 0))]).toEqual([0, 0])
    expect([...(await product.timesInDouble(none, 2, none, 1, 0))]).toEqual([0, 0])
    expect(await product.timesTransposed(none, 0, Float32Array.of(1, 2), 1, 2)).toHaveLength(0)
  })

  test('refuses sizes that are not those of the numbers', async () => {
    const failure = await failureOf(() =>
      product.timesTransposed(new Float32Array(5), 2, new Float32Array(6), 2, 3)
    )
    expect(failure.code).toBe('internal')
    expect(failure.message).toContain('expected [2, 3] and [2, 3]')
  })
})

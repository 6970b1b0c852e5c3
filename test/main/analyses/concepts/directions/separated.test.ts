import { describe, expect, test } from 'vitest'
import { findSeparated } from '../../../../../main/analyses/concepts/directions/separated.ts'

const separatedOf = (values: readonly number[], residual = 0) => [
  ...findSeparated({
    values: Float64Array.from(values),
    residuals: new Float64Array(values.length).fill(residual)
  })
]

describe('separated directions', () => {
  test('stand off both neighbours by more than a hundredth of the larger eigenvalue', () => {
    // 4 to 3.97 is 0.75 %, 3.97 to 3.9 is 1.8 %.
    expect(separatedOf([5, 4, 3.97, 3.9, 2])).toEqual([1, 0, 0, 1, 1])
  })

  test('need one neighbour only at the ends', () => {
    expect(separatedOf([5, 4])).toEqual([1, 1])
    expect(separatedOf([5, 4.99])).toEqual([0, 0])
    expect(separatedOf([5])).toEqual([1])
  })

  test('take exactly one hundredth as too close', () => {
    expect(separatedOf([100, 99, 50])).toEqual([0, 0, 1])
  })

  test('are none where all eigenvalues are 0', () => {
    expect(separatedOf([0, 0, 0])).toEqual([0, 0, 0])
  })

  test('are none where the residual leaves the direction open', () => {
    // The gaps are 1 and 1e-6; a residual of 1e-7 is a tenth of the second.
    expect(separatedOf([1, 2e-6, 1e-6], 1e-7)).toEqual([1, 0, 0])
  })
})

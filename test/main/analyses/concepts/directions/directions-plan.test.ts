import { describe, expect, test } from 'vitest'
import { directionsPlan } from '../../../../../main/analyses/concepts/directions/directions-plan.ts'

describe('the plan of principal directions', () => {
  test('is far below a full decomposition with the whole covariance where the matrix is large', () => {
    const [dModel, dFfn] = [8_192, 28_672]
    const { operations } = directionsPlan(dModel, dFfn, 300)
    expect(operations).toBeLessThan(2 * dFfn * dModel ** 2 + 9 * dModel ** 3)
  })

  test('counts a full solution where the matrix is small, and none where it is iterated', () => {
    expect(directionsPlan(576, 1_536, 300).solverOperations).toBe(9 * 576 ** 3)
    expect(directionsPlan(4_096, 11_008, 300).solverOperations).toBe(0)
  })

  test('adds up to at least its parts', () => {
    for (const dModel of [1, 64, 752, 753, 4_096]) {
      const plan = directionsPlan(dModel, 3 * dModel, 300)
      expect(plan.operations).toBeGreaterThan(plan.covarianceOperations + plan.solverOperations)
    }
  })

  test('needs less than 2 GB, but the matrix in both precisions, for a layer of width 8,192', () => {
    expect(directionsPlan(8_192, 28_672, 300).neededBytes).toBeLessThan(2e9)
    expect(directionsPlan(8_192, 28_672, 300).neededBytes).toBeGreaterThan(12 * 8_192 ** 2)
  })
})

import { expect, it } from 'vitest'
import { symmetricEigenvectors } from './eigenvectors.ts'

it('finds the eigenvectors of a symmetric matrix, largest eigenvalue first', () => {
  // Eigenvalues 3 and 1 along (1, 1) and (1, -1), and 2 along the third axis.
  const matrix = [Float64Array.of(2, 1, 0), Float64Array.of(1, 2, 0), Float64Array.of(0, 0, 2)]
  const [first, second, third] = symmetricEigenvectors(matrix)
  const half = Math.SQRT1_2
  ;[half, half, 0].forEach((value, i) => expect(first![i]).toBeCloseTo(value, 12))
  ;[0, 0, 1].forEach((value, i) => expect(second![i]).toBeCloseTo(value, 12))
  expect(third![0]! * third![1]!).toBeCloseTo(-0.5, 12)
})

import { EigenvalueDecomposition, Matrix } from 'ml-matrix'

export interface SymmetricEigen {
  /** [n], largest first */
  readonly values: Float64Array
  /** [n, n], an eigenvector a row, of unit length */
  readonly vectors: Float64Array
}

/**
 * All eigenpairs of a symmetric matrix in float64: Householder tridiagonalisation and implicit QL
 * (Martin, Reinsch and Wilkinson 1968, as in EISPACK). About 9n³ operations on one core: half a second
 * for n = 500, three for n = 1,000.
 *
 * @param matrix [n, n], finite
 */
export function solveSymmetric(matrix: ArrayLike<number>, n: number): SymmetricEigen {
  const entries = Matrix.from1DArray(n, n, Array.from(matrix))
  const solved = new EigenvalueDecomposition(entries, { assumeSymmetric: true })
  const ascending = solved.realEigenvalues
  const columns = solved.eigenvectorMatrix
  const values = new Float64Array(n)
  const vectors = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    values[i] = ascending[n - 1 - i]!
    for (let j = 0; j < n; j++) vectors[i * n + j] = columns.get(j, n - 1 - i)
  }
  return { values, vectors }
}

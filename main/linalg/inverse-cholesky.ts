/**
 * The inverse of a matrix's Cholesky factor: L⁻¹ with A = L Lᵀ, in float64. About n³/2 operations.
 *
 * @param matrix [n, n], symmetric; its lower triangle is read
 * @returns [n, n], lower triangular; null where the matrix is not positive definite in float64
 */
export function inverseCholesky(matrix: Float64Array, n: number): Float64Array | null {
  const factor = factorise(matrix, n)
  return factor && invertLower(factor, n)
}

function factorise(matrix: Float64Array, n: number): Float64Array | null {
  const factor = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j]!
      for (let k = 0; k < j; k++) sum -= factor[i * n + k]! * factor[j * n + k]!
      if (j < i) factor[i * n + j] = sum / factor[j * n + j]!
      else if (sum > 0) factor[i * n + i] = Math.sqrt(sum)
      else return null
    }
  }
  return factor
}

/** Row by row, as combinations of the rows of the inverse above it: every inner loop runs along a row. */
function invertLower(factor: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    const diagonal = factor[i * n + i]!
    for (let k = 0; k < i; k++) {
      const share = factor[i * n + k]! / diagonal
      for (let j = 0; j <= k; j++) inverse[i * n + j]! -= share * inverse[k * n + j]!
    }
    inverse[i * n + i] = 1 / diagonal
  }
  return inverse
}

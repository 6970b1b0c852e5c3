/**
 * Eigenvectors of a symmetric matrix by cyclic Jacobi rotations, largest eigenvalue first.
 *
 * @param matrix  [d, d]; it is overwritten
 * @returns [d, d], a unit eigenvector a row, signed so that its largest component is positive
 */
export function symmetricEigenvectors(matrix: Float64Array[]): Float64Array[] {
  const d = matrix.length
  const vectors = Array.from({ length: d }, (_, i) => {
    const row = new Float64Array(d)
    row[i] = 1
    return row
  })
  for (let sweep = 0; sweep < 30 && offDiagonal(matrix) > 1e-20; sweep++) {
    for (let p = 0; p < d; p++) for (let q = p + 1; q < d; q++) rotate(matrix, vectors, p, q)
  }
  return vectors
    .map((vector, i) => ({ vector, value: matrix[i]![i]! }))
    .sort((a, b) => b.value - a.value)
    .map(({ vector }) => {
      const largest = vector.reduce((best, x) => (Math.abs(x) > Math.abs(best) ? x : best), 0)
      return largest < 0 ? vector.map((x) => -x) : vector
    })
}

function rotate(a: Float64Array[], vectors: Float64Array[], p: number, q: number): void {
  const apq = a[p]![q]!
  if (apq === 0) return
  const theta = (a[q]![q]! - a[p]![p]!) / (2 * apq)
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const c = 1 / Math.sqrt(t * t + 1)
  const s = t * c
  for (const row of a) [row[p], row[q]] = [c * row[p]! - s * row[q]!, s * row[p]! + c * row[q]!]
  turnRows(a, p, q, c, s)
  turnRows(vectors, p, q, c, s)
}

function turnRows(rows: Float64Array[], p: number, q: number, c: number, s: number): void {
  const [first, second] = [rows[p]!, rows[q]!]
  for (let i = 0; i < first.length; i++) {
    const [x, y] = [first[i]!, second[i]!]
    first[i] = c * x - s * y
    second[i] = s * x + c * y
  }
}

function offDiagonal(a: readonly Float64Array[]): number {
  let sum = 0
  a.forEach((row, i) => row.forEach((value, j) => (sum += i === j ? 0 : value * value)))
  return sum
}

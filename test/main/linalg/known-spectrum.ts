import { gaussian } from '../../../main/linalg/gaussian.ts'

export interface KnownMatrix {
  /** [n, n] Σ λᵢ qᵢ qᵢᵀ, rounded to float32 from float64 */
  readonly matrix: Float32Array
  /** [n, n], the eigenvector of each value a row, in the order of the values */
  readonly vectors: Float64Array
}

/** A symmetric matrix of given eigenvalues along random directions. */
export function knownMatrix(values: readonly number[]): KnownMatrix {
  const n = values.length
  const vectors = known.get(n) ?? randomDirections(n)
  known.set(n, vectors)
  const matrix = new Float64Array(n * n)
  for (const [i, value] of values.entries()) {
    for (let a = 0; a < n; a++) {
      const scaled = value * vectors[i * n + a]!
      for (let b = 0; b < n; b++) matrix[a * n + b]! += scaled * vectors[i * n + b]!
    }
  }
  return { matrix: Float32Array.from(matrix), vectors }
}

/** By size. */
const known = new Map<number, Float64Array>()

/** Gram–Schmidt in float64, twice over each row. */
function randomDirections(n: number): Float64Array {
  // Other numbers than any iteration starts from: it would be done before it began.
  const rows = Float64Array.from(gaussian(20_231_006, n * n))
  for (let i = 0; i < n; i++) {
    for (let pass = 0; pass < 2; pass++) {
      for (let j = 0; j < i; j++) {
        const share = dot(rows, i, j, n)
        for (let k = 0; k < n; k++) rows[i * n + k]! -= share * rows[j * n + k]!
      }
      const length = Math.sqrt(dot(rows, i, i, n))
      for (let k = 0; k < n; k++) rows[i * n + k]! /= length
    }
  }
  return rows
}

function dot(rows: Float64Array, i: number, j: number, n: number): number {
  let sum = 0
  for (let k = 0; k < n; k++) sum += rows[i * n + k]! * rows[j * n + k]!
  return sum
}

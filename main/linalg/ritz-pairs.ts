import type { Products } from './products.ts'
import { solveSymmetric } from './symmetric-eigen.ts'

/** Approximate eigenpairs within a space, and how exact they are. */
export interface RitzPairs {
  /** [nRows], largest first */
  readonly values: Float64Array
  /** [nRows, n], orthonormal */
  readonly rows: Float32Array
  /** [nRows] ‖Cv − θv‖ */
  readonly residuals: Float64Array
}

/**
 * Rayleigh–Ritz: the eigenpairs of Y C Yᵀ, turned back into the space of the rows of Y.
 *
 * @param matrix C [n, n], symmetric
 * @param rows   Y [nRows, n], orthonormal
 */
export async function ritzPairs(
  matrix: Float32Array,
  n: number,
  rows: Float32Array,
  products: Products
): Promise<RitzPairs> {
  const nRows = rows.length / n
  const images = await products.times(rows, nRows, matrix, n, n)
  const projected = await products.timesTransposed(images, nRows, rows, nRows, n)
  const { values, vectors } = solveSymmetric(symmetricPart(projected, nRows), nRows)
  const turn = Float32Array.from(vectors)
  const turned = await products.times(turn, nRows, rows, n, nRows)
  const turnedImages = await products.times(turn, nRows, images, n, nRows)
  return { values, rows: turned, residuals: residualNorms(turnedImages, turned, values) }
}

/** The pairs without the first `count`; nothing is copied. */
export function dropLeading({ values, rows, residuals }: RitzPairs, count: number): RitzPairs {
  const n = rows.length / values.length
  return {
    values: values.subarray(count),
    rows: rows.subarray(count * n),
    residuals: residuals.subarray(count)
  }
}

/**
 * @param images [nRows, n], C v of each row v
 * @returns [nRows] ‖Cv − λv‖
 */
export function residualNorms(
  images: Float32Array | Float64Array,
  rows: Float32Array,
  values: Float64Array
): Float64Array {
  const n = rows.length / values.length
  return values.map((value, i) => {
    let squares = 0
    for (let j = i * n; j < (i + 1) * n; j++) squares += (images[j]! - value * rows[j]!) ** 2
    return Math.sqrt(squares)
  })
}

function symmetricPart(matrix: Float32Array, n: number): Float64Array {
  const symmetric = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) symmetric[i * n + j] = (matrix[i * n + j]! + matrix[j * n + i]!) / 2
  }
  return symmetric
}

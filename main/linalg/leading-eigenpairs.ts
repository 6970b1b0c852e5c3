import { orthogonalityError } from './orthonormal-rows.ts'
import type { Products } from './products.ts'
import { residualNorms } from './ritz-pairs.ts'
import { blockRows, iterateSubspace, type IterationOptions } from './subspace-iteration.ts'
import { solveSymmetric } from './symmetric-eigen.ts'

export interface Eigenpairs {
  /** [nPairs], largest first */
  readonly values: Float64Array
  /** [nPairs, n], an eigenvector a row; its sign is arbitrary */
  readonly vectors: Float32Array
  /** [nPairs] ‖Cv − λv‖ as measured at the end, in float64 */
  readonly residuals: Float64Array
  /** Largest entry of |V Vᵀ − 1|, as measured at the end */
  readonly orthogonality: number
}

/**
 * Leading eigenpairs of a symmetric matrix with eigenvalues ≥ 0: all of a small one by a full solver in
 * float64, those of a large one by iteration in float32. The values are Rayleigh quotients of the
 * vectors that are given back, and what they lack is measured, not assumed.
 *
 * @param matrix [n, n], symmetric, finite
 */
export async function leadingEigenpairs(
  matrix: Float32Array,
  n: number,
  options: IterationOptions
): Promise<Eigenpairs> {
  const { products, nPairs, check } = options
  const vectors = isSolvedFully(n, nPairs)
    ? Float32Array.from(solveSymmetric(matrix, n).vectors.subarray(0, nPairs * n))
    : await iterateSubspace(matrix, n, options)
  check()
  return measurePairs(matrix, n, vectors, products)
}

/** A block of half the size of the matrix gains nothing over all of it. */
export function isSolvedFully(n: number, nPairs: number): boolean {
  return n <= 2 * blockRows(n, nPairs)
}

async function measurePairs(
  matrix: Float32Array,
  n: number,
  rows: Float32Array,
  products: Products
): Promise<Eigenpairs> {
  const nPairs = rows.length / n
  const images = await products.timesInDouble(rows, nPairs, matrix, n, n)
  const gram = await products.timesTransposed(rows, nPairs, rows, nPairs, n)
  const values = rayleighQuotients(rows, images, nPairs)
  const residuals = residualNorms(images, rows, values)
  const order = Array.from(values.keys()).sort((a, b) => values[b]! - values[a]!)
  const vectors = new Float32Array(rows.length)
  for (const [to, from] of order.entries()) {
    vectors.set(rows.subarray(from * n, (from + 1) * n), to * n)
  }
  return {
    values: Float64Array.from(order, (i) => values[i]!),
    vectors,
    residuals: Float64Array.from(order, (i) => residuals[i]!),
    orthogonality: orthogonalityError(gram, nPairs)
  }
}

/** vᵀCv / vᵀv of each row. */
function rayleighQuotients(rows: Float32Array, images: Float64Array, nRows: number): Float64Array {
  const n = rows.length / nRows
  return new Float64Array(nRows).map((_, i) => {
    let product = 0
    let squares = 0
    for (let j = i * n; j < (i + 1) * n; j++) {
      product += rows[j]! * images[j]!
      squares += rows[j]! ** 2
    }
    return product / squares
  })
}

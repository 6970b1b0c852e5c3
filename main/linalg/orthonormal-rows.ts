import { AppError } from '../errors.ts'
import { gaussian } from './gaussian.ts'
import { inverseCholesky } from './inverse-cholesky.ts'
import type { Products } from './products.ts'

/** Largest entry of |Y Yᵀ − 1| that counts as orthonormal in float32. */
const enough = 1e-6
/** Each pass takes a condition number of up to about 3e3 away. */
const mostPasses = 12
/** Above the rounding of a float32 Gram matrix of unit rows. */
const shift = 1e-7

/**
 * An orthonormal basis of the space that the rows span, by repeated Cholesky QR (Fukaya et al. 2020,
 * "Shifted Cholesky QR"): Y ← L⁻¹ Y with Y Yᵀ = L Lᵀ, the rows brought to unit length before. Products in
 * float32 by the engine, factors in float64. Where the rows depend on each other, what is missing is
 * filled up with other directions, so that as many rows come back as went in.
 *
 * @param rows    [nRows, n], finite
 * @param against [nOthers, n], orthonormal rows that the basis stays orthogonal to; nRows + nOthers ≤ n
 */
export async function orthonormalRows(
  rows: Float32Array,
  n: number,
  products: Products,
  against: Float32Array = new Float32Array(0)
): Promise<Float32Array> {
  const nRows = rows.length / n
  let basis: Float32Array = rows.slice()
  for (let pass = 0; pass < mostPasses; pass++) {
    normaliseRows(basis, nRows, n, pass)
    await project(basis, n, against, products)
    const gram = Float64Array.from(await products.timesTransposed(basis, nRows, basis, nRows, n))
    if (orthogonalityError(gram, nRows) <= enough) return basis
    let inverse = inverseCholesky(gram, nRows)
    if (inverse === null) {
      addNoise(basis, n, pass)
      inverse = inverseOfShifted(gram, nRows)
    }
    basis = await products.times(Float32Array.from(inverse), nRows, basis, n, nRows)
  }
  throw new AppError('internal', `${nRows} rows are not orthonormal after ${mostPasses} passes`)
}

/** Takes the components along orthonormal rows out, in place. */
async function project(
  rows: Float32Array,
  n: number,
  against: Float32Array,
  products: Products
): Promise<void> {
  if (against.length === 0) return
  const nRows = rows.length / n
  const nOthers = against.length / n
  const shares = await products.timesTransposed(rows, nRows, against, nOthers, n)
  const parts = await products.times(shares, nRows, against, n, nOthers)
  for (let i = 0; i < rows.length; i++) rows[i]! -= parts[i]!
}

/**
 * How far rows are from orthonormal.
 *
 * @param gram [nRows, nRows], Y Yᵀ
 * @returns the largest entry of |Y Yᵀ − 1|
 */
export function orthogonalityError(gram: ArrayLike<number>, nRows: number): number {
  let worst = 0
  for (let i = 0; i < nRows; i++) {
    for (let j = 0; j < nRows; j++) {
      const error = Math.abs(gram[i * nRows + j]! - (i === j ? 1 : 0))
      // Written so that a NaN counts as an infinite error.
      if (!(error <= worst)) worst = Number.isNaN(error) ? Infinity : error
    }
  }
  return worst
}

/** Brings each row to unit length, in place; one of zeros becomes a random direction. */
function normaliseRows(rows: Float32Array, nRows: number, n: number, seed: number): void {
  for (let i = 0; i < nRows; i++) {
    const row = rows.subarray(i * n, (i + 1) * n)
    let squares = sumOfSquares(row)
    if (squares === 0) {
      row.set(gaussian(1 + i + nRows * seed, n))
      squares = sumOfSquares(row)
    }
    const scale = 1 / Math.sqrt(squares)
    for (let j = 0; j < n; j++) row[j]! *= scale
  }
}

function sumOfSquares(row: Float32Array): number {
  let sum = 0
  for (let j = 0; j < row.length; j++) sum += row[j]! ** 2
  return sum
}

/** Of the size of rounding: it leads out of the space where rows depend on each other. */
function addNoise(rows: Float32Array, n: number, seed: number): void {
  const noise = gaussian(1_000 + seed, rows.length)
  const size = shift / Math.sqrt(n)
  for (let i = 0; i < rows.length; i++) rows[i]! += size * noise[i]!
}

function inverseOfShifted(gram: Float64Array, nRows: number): Float64Array {
  for (let added = shift; ; added *= 4) {
    const shifted = gram.slice()
    for (let i = 0; i < nRows; i++) shifted[i * nRows + i]! += added
    const inverse = inverseCholesky(shifted, nRows)
    if (inverse) return inverse
    if (!(added < 1)) throw new AppError('internal', 'a Gram matrix is not finite')
  }
}

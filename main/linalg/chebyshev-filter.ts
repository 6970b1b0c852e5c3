import type { LockedPairs } from './locked-pairs.ts'
import type { Products } from './products.ts'

/** A matrix without the eigenpairs that are known: C − Σ λ v vᵀ. */
export interface DeflatedMatrix {
  /** C [n, n], symmetric, eigenvalues ≥ 0 */
  readonly matrix: Float32Array
  readonly n: number
  readonly locked: LockedPairs
}

/** Damps eigenvectors with eigenvalues in [0, cut] and keeps those above. */
export interface Filter {
  /** Upper end of the unwanted eigenvalues, above 0. */
  readonly cut: number
  /** The largest eigenvalue of the deflated matrix, about, not below the cut: the polynomial is 1 there. */
  readonly top: number
  readonly degree: number
}

/**
 * Applies the Chebyshev polynomial of a degree, mapped so that [0, cut] is [−1, 1], to each row: a
 * component with eigenvalue λ is multiplied by Tₘ(2λ/cut − 1) / Tₘ(2top/cut − 1). The three-term recurrence
 * is scaled so that nothing overflows (Zhou and Saad 2007, "A Chebyshev–Davidson algorithm", section 3).
 *
 * @param rows   [nRows, n]
 * @param check  called between runs of the engine; may throw to stop
 */
export async function filterRows(
  deflated: DeflatedMatrix,
  rows: Float32Array,
  { cut, top, degree }: Filter,
  products: Products,
  check: () => void
): Promise<Float32Array> {
  const half = cut / 2
  const first = half / (top - half)
  let sigma = first
  let previous = rows
  let current = await multiplyDeflated(deflated, rows, products)
  shiftRows(current, rows, half, sigma / half)
  for (let step = 1; step < degree; step++) {
    check()
    const next = 1 / (2 / first - sigma)
    const image = await multiplyDeflated(deflated, current, products)
    shiftRows(image, current, half, (2 * next) / half)
    const weight = sigma * next
    for (let i = 0; i < image.length; i++) image[i]! -= weight * previous[i]!
    previous = current
    current = image
    sigma = next
  }
  return current
}

async function multiplyDeflated(
  { matrix, n, locked }: DeflatedMatrix,
  rows: Float32Array,
  products: Products
): Promise<Float32Array> {
  const nRows = rows.length / n
  const nLocked = locked.values.length
  const image = await products.times(rows, nRows, matrix, n, n)
  if (nLocked === 0) return image
  const shares = await products.timesTransposed(rows, nRows, locked.rows, nLocked, n)
  for (let i = 0; i < shares.length; i++) shares[i]! *= locked.values[i % nLocked]!
  const known = await products.times(shares, nRows, locked.rows, n, nLocked)
  for (let i = 0; i < image.length; i++) image[i]! -= known[i]!
  return image
}

/** y ← (y − centre · x) · factor, in place. */
function shiftRows(y: Float32Array, x: Float32Array, centre: number, factor: number): void {
  for (let i = 0; i < y.length; i++) y[i] = (y[i]! - centre * x[i]!) * factor
}

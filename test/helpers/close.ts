import { expect } from 'vitest'

/** Through onnxruntime in float32, relative to the largest entry: what the goldens allow. Never loosened. */
export const float32Tolerance = 1e-3
/** A single op or layer in float32 stays well inside the above. */
export const opTolerance = 1e-5
/** Logits of a whole model in float32, relative to the largest. */
export const logitsTolerance = 2e-4
/** In float64. */
export const float64Tolerance = 1e-6

/** Every entry within `tolerance` of the reference's largest absolute entry. */
export function expectCloseToLargest(
  found: ArrayLike<number>,
  reference: ArrayLike<number>,
  tolerance: number
): void {
  expect(found.length).toBe(reference.length)
  let largest = 0
  let worst = 0
  for (let i = 0; i < reference.length; i++) {
    largest = Math.max(largest, Math.abs(reference[i]!))
    // Written so that a NaN counts as an infinite difference.
    const difference = Math.abs(found[i]! - reference[i]!)
    worst = difference <= worst ? worst : Number.isNaN(difference) ? Infinity : difference
  }
  expect(worst).toBeLessThanOrEqual(tolerance * largest)
}

/** As above, column by column of a row-major matrix. */
export function expectColumnsClose(
  found: ArrayLike<number>,
  reference: ArrayLike<number>,
  nColumns: number,
  tolerance: number
): void {
  expect(found.length).toBe(reference.length)
  for (let column = 0; column < nColumns; column++) {
    const pick = (matrix: ArrayLike<number>) =>
      Array.from({ length: matrix.length / nColumns }, (_, row) => matrix[row * nColumns + column]!)
    expectCloseToLargest(pick(found), pick(reference), tolerance)
  }
}

/** Two numbers that should agree, relative to what they are sums of. */
export function expectSumsClose(
  found: { readonly sum: number; readonly size: number },
  reference: { readonly sum: number; readonly size: number },
  tolerance: number
): void {
  const size = Math.max(found.size, reference.size)
  expect(Math.abs(found.sum - reference.sum)).toBeLessThanOrEqual(tolerance * size)
}

import { expect } from 'vitest'

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
  expect(worst / largest).toBeLessThanOrEqual(tolerance)
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

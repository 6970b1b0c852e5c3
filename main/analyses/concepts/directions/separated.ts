import type { Eigenpairs } from '../../../linalg/leading-eigenpairs.ts'

/** Smallest gap to a neighbour, over the larger of the two eigenvalues. */
const smallestGap = 0.01
/** Largest angle, as sine, that what is left of a residual may turn a direction by: |cos| 0.999. */
const largestTurn = 0.04

/**
 * Which directions are unique enough to be compared one by one: (λᵢ − λᵢ₊₁) / λᵢ > 0.01 to both neighbours;
 * the first and the last of all have one. The residual must also be small beside the gap: ‖Cv − λv‖ / gap
 * bounds the sine of the angle to the true direction (Davis and Kahan 1970), so that eigenvalues which are
 * mere rounding are never called separated.
 *
 * @param pairs the kept ones and, where there is one, the next
 * @returns [nPairs]; the last entry holds only where no further eigenvalue exists
 */
export function findSeparated({
  values,
  residuals
}: Pick<Eigenpairs, 'values' | 'residuals'>): Uint8Array {
  const isGap = (upper: number, pair: number) => {
    if (upper < 0 || upper + 1 >= values.length) return true
    const gap = values[upper]! - values[upper + 1]!
    return gap > smallestGap * values[upper]! && residuals[pair]! <= largestTurn * gap
  }
  return Uint8Array.from(values, (_, i) => (isGap(i - 1, i) && isGap(i, i) ? 1 : 0))
}

/** When eigenpairs of an iteration in float32 are exact enough. */
import type { RitzPairs } from './ritz-pairs.ts'

/** ‖Cv − λv‖ over the largest eigenvalue that is asked of every pair. */
export const tolerance = 1e-6
/**
 * The same over the pair's own eigenvalue: an eigenvector whose neighbours are 1 % away is then less than
 * 0.003 off, also that of a small eigenvalue.
 */
const ownTolerance = 3e-5
/** Below this share of the largest eigenvalue float32 tells no more. */
const floor = 1e-9
/** What is locked must be more exact than the rest, which cannot become more exact than it. */
const lockedShare = 0.5
/**
 * An iteration that gains less than this factor a step stands still; where residuals are below this share
 * of the largest eigenvalue it is rounding that holds it up (eigenvectors along an axis round most).
 */
const leastGain = 1.1
const roundingTolerance = 1e-5

/** The residual that is asked of a pair. */
function needed(value: number, top: number): number {
  return Math.max(floor * top, Math.min(tolerance * top, ownTolerance * value))
}

/**
 * @param top the largest eigenvalue of the matrix
 * @returns the largest residual of the leading pairs, each over what is asked of it: 1 and less is enough
 */
export function largestExcess(
  { values, residuals }: RitzPairs,
  nWanted: number,
  top: number
): number {
  let most = 0
  for (let i = 0; i < nWanted; i++) {
    most = Math.max(most, residuals[i]! / needed(values[i]!, top))
  }
  return most
}

/** No more is to be had in float32, though some pair does not reach what is asked of it. */
export function isAtRounding(
  { residuals }: RitzPairs,
  nWanted: number,
  top: number,
  excess: number,
  excessBefore: number
): boolean {
  if (excess < excessBefore / leastGain) return false
  return residuals.subarray(0, nWanted).every((residual) => residual <= roundingTolerance * top)
}

/**
 * How many leading pairs can be locked, up to the first that cannot: well within what is needed, or as
 * exact as float32 gets, which shows by a residual that the last filter has not halved.
 *
 * @param before residuals of the same pairs one step ago; empty in the first step
 */
export function countLockable(
  { values, residuals }: RitzPairs,
  nWanted: number,
  top: number,
  before: Float64Array
): number {
  let count = 0
  for (; count < nWanted; count++) {
    const most = needed(values[count]!, top)
    const residual = residuals[count]!
    const isRounding = most === tolerance * top && residual <= most && residual > before[count]! / 2
    if (residual > lockedShare * most && !isRounding) break
  }
  return count
}

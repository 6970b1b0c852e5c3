import { labelShuffleTest } from '../../statistics/label-shuffle-test.ts'
import { signFlipTest } from '../../statistics/sign-flip-test.ts'
import { fewestValues, pairedTest, welchTest } from '../../statistics/t-test.ts'
import type { TestResult } from '../../statistics/t-test.ts'
import type { TestOutcome } from './comparison.ts'

/**
 * Of identical groups: they say nothing for a difference. The t distribution would give a one-sided ½, and
 * nothing at all where every value is one.
 */
const identical: TestOutcome = { kind: 'tested', p: 1, statistic: 0 }
const tooSmall: TestOutcome = { kind: 'untested', reason: 'n too small' }

/** Welch's t-test, one-sided "less". */
export function welchOutcome(
  x: readonly number[],
  y: readonly number[],
  fewest = fewestValues
): TestOutcome {
  if (isTooSmall(x, y, fewest)) return tooSmall
  return isSame(x, y) ? identical : ofT(welchTest(x, y, 'less'))
}

/** Paired t-test, one-sided "less". */
export function pairedOutcome(
  x: readonly number[],
  y: readonly number[],
  fewest = fewestValues
): TestOutcome {
  if (isTooSmall(x, y, fewest)) return tooSmall
  return isPairwiseSame(x, y) ? identical : ofT(pairedTest(x, y, 'less'))
}

/** Signs of the paired differences flipped, one-sided "less". */
export function signFlipOutcome(
  x: readonly number[],
  y: readonly number[],
  fewest = fewestValues
): TestOutcome {
  if (isTooSmall(x, y, fewest)) return tooSmall
  if (isPairwiseSame(x, y)) return identical
  const result = signFlipTest(
    x.map((value, i) => value - y[i]!),
    'less'
  )
  return result.kind === 'untested'
    ? result
    : { kind: 'tested', p: result.p, statistic: result.meanDifference }
}

/** Labels of two independent groups shuffled, one-sided "less". */
export function labelShuffleOutcome(
  x: readonly number[],
  y: readonly number[],
  fewest = fewestValues
): TestOutcome {
  if (isTooSmall(x, y, fewest)) return tooSmall
  if (isSame(x, y)) return identical
  const result = labelShuffleTest(x, y)
  return result.kind === 'untested'
    ? result
    : { kind: 'tested', p: result.p, statistic: result.meanDifference }
}

/** The same values as often, in whatever order; or one value throughout. */
export function isSame(x: readonly number[], y: readonly number[]): boolean {
  const [first] = x
  if (x.every((value) => value === first) && y.every((value) => value === first)) return true
  if (x.length !== y.length) return false
  const [a, b] = [x, y].map((values) => Float64Array.from(values).sort())
  return a!.every((value, i) => value === b![i])
}

function isPairwiseSame(x: readonly number[], y: readonly number[]): boolean {
  return x.every((value, i) => value === y[i])
}

function isTooSmall(x: readonly number[], y: readonly number[], fewest: number): boolean {
  return Math.min(x.length, y.length) < Math.max(fewest, fewestValues)
}

function ofT(result: TestResult): TestOutcome {
  return result.kind === 'untested'
    ? result
    : { kind: 'tested', p: result.p, statistic: result.t, df: result.df }
}

import { mean, sampleVariance } from './moments.ts'
import { studentCdf } from './student-t.ts'

/** What the first group's mean is against the second's. */
export type Alternative = 'less' | 'greater' | 'two-sided'

export type TestResult =
  | { readonly kind: 'tested'; readonly t: number; readonly df: number; readonly p: number }
  | { readonly kind: 'untested'; readonly reason: 'n too small' | 'no spread' }

/** A variance needs two values. */
export const fewestValues = 2
/** Length-matched comparisons are not tested on fewer pairs (method.md, section 1). */
export const fewestMatchedPairs = 3

/**
 * Welch's t-test: do two groups of unequal spread have the same mean?
 *
 *     t = (x̄ − ȳ) / √(s_x²/n + s_y²/m)
 *     ν = (s_x²/n + s_y²/m)² / ((s_x²/n)²/(n − 1) + (s_y²/m)²/(m − 1))
 *
 * Takes the groups as independent; for the same cases under two models the paired test is sharper.
 *
 * @param x            [n]
 * @param y            [m]
 * @param alternative  `less`: the mean of x is below that of y
 */
export function welchTest(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  alternative: Alternative,
  fewest = fewestValues
): TestResult {
  if (Math.min(x.length, y.length) < Math.max(fewest, fewestValues)) {
    return { kind: 'untested', reason: 'n too small' }
  }
  const shareX = sampleVariance(x) / x.length
  const shareY = sampleVariance(y) / y.length
  const variance = shareX + shareY
  if (variance === 0) return { kind: 'untested', reason: 'no spread' }
  const t = (mean(x) - mean(y)) / Math.sqrt(variance)
  // Shares of the variance, so that tiny variances do not vanish when squared.
  const partX = shareX / variance
  const partY = shareY / variance
  const df = 1 / (partX ** 2 / (x.length - 1) + partY ** 2 / (y.length - 1))
  return { kind: 'tested', t, df, p: pValue(t, df, alternative) }
}

/**
 * Paired t-test: is the mean of x_i − y_i zero?
 *
 *     t = d̄ / √(s_d²/n),   ν = n − 1
 *
 * @param x  [n]
 * @param y  [n], the same cases in the same order
 * @throws RangeError when the lists differ in length
 */
export function pairedTest(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  alternative: Alternative,
  fewest = fewestValues
): TestResult {
  const n = x.length
  if (y.length !== n) {
    throw new RangeError(`paired test of ${n} and ${y.length} values, expected as many`)
  }
  if (n < Math.max(fewest, fewestValues)) return { kind: 'untested', reason: 'n too small' }
  const differences = Float64Array.from({ length: n }, (_, i) => x[i]! - y[i]!)
  const variance = sampleVariance(differences)
  if (variance === 0) return { kind: 'untested', reason: 'no spread' }
  const t = mean(differences) / Math.sqrt(variance / n)
  return { kind: 'tested', t, df: n - 1, p: pValue(t, n - 1, alternative) }
}

function pValue(t: number, df: number, alternative: Alternative): number {
  switch (alternative) {
    case 'less':
      return studentCdf(t, df)
    case 'greater':
      return studentCdf(-t, df)
    case 'two-sided':
      return 2 * studentCdf(-Math.abs(t), df)
  }
}

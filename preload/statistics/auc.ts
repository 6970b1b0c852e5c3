import { intervalLevel } from './bca-interval.ts'
import { mean, sampleVariance } from './moments.ts'
import { normalQuantile } from './normal-quantile.ts'
import { fewestValues } from './t-test.ts'

export interface Auc {
  /** 0 to 1; ½ is chance. */
  readonly auc: number
  /** DeLong's standard error; null below two values a group. */
  readonly standardError: number | null
  /** 95 %, within 0 and 1; null where the standard error is null or 0 (a perfect order says nothing of its spread). */
  readonly interval: readonly [number, number] | null
}

/**
 * Area under the ROC curve: the chance that a positive scores above a negative, ties count half.
 *
 *     AUC = 1/(nm) Σ_i Σ_j ψ(x_i, y_j),   ψ = 1, ½ or 0 where x_i >, = or < y_j
 *     V_i = 1/m Σ_j ψ(x_i, y_j),   W_j = 1/n Σ_i ψ(x_i, y_j)
 *     SE² = s²(V)/n + s²(W)/m
 *
 * (DeLong, DeLong and Clarke-Pearson 1988; the mean of V is the Mann-Whitney U over nm.) The interval is
 * AUC ± z SE: near 0 or 1, or with few cases, it is too short.
 *
 * @param negatives  y, [m], m of 1 or more
 * @param positives  x, [n], n of 1 or more
 */
export function aucOf(negatives: ArrayLike<number>, positives: ArrayLike<number>): Auc {
  const [x, y] = [Float64Array.from(positives).sort(), Float64Array.from(negatives).sort()]
  const above = sharesBelow(x, y)
  const beaten = sharesBelow(y, x)
  const auc = mean(above)
  if (Math.min(x.length, y.length) < fewestValues) {
    return { auc, standardError: null, interval: null }
  }
  const standardError = Math.sqrt(
    sampleVariance(above) / x.length + sampleVariance(beaten) / y.length
  )
  if (standardError === 0) return { auc, standardError, interval: null }
  const half = normalQuantile((1 + intervalLevel) / 2) * standardError
  return { auc, standardError, interval: [Math.max(0, auc - half), Math.min(1, auc + half)] }
}

/** Of each value, the share of the others below it, equal ones half. Both ascending; linear time. */
function sharesBelow(values: Float64Array, others: Float64Array): Float64Array {
  let [nBelow, nNotAbove] = [0, 0]
  return values.map((value) => {
    while (nBelow < others.length && others[nBelow]! < value) nBelow += 1
    while (nNotAbove < others.length && others[nNotAbove]! <= value) nNotAbove += 1
    return (nBelow + nNotAbove) / 2 / others.length
  })
}

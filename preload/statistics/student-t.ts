import { incompleteBeta } from './incomplete-beta.ts'

/**
 * P(T ≤ t) of Student's t distribution.
 *
 *     P(T > |t|) = ½ · I_x(ν/2, ½),   x = ν / (ν + t²)
 *
 * @param t   any number, infinities included
 * @param df  ν, degrees of freedom, positive, need not be whole
 * @returns   0 to 1; a small left tail keeps its relative precision, so ask for the tail by sign
 */
export function studentCdf(t: number, df: number): number {
  if (!(df > 0) || Number.isNaN(t)) {
    throw new RangeError(
      `t is ${t} with ${df} degrees of freedom, expected a number and more than 0`
    )
  }
  const ratio = (t / Math.sqrt(df)) ** 2
  const tail = 0.5 * incompleteBeta(1 / (1 + ratio), 1 / (1 + 1 / ratio), df / 2, 0.5)
  return t <= 0 ? tail : 1 - tail
}

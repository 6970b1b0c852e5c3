import { cohensD } from './cohens-d.ts'
import { logBeta } from './log-beta.ts'

/**
 * Hedges' g: the difference of two means in pooled standard deviations, without the bias of small groups
 * (Hedges 1981, exact correction).
 *
 *     g = d · J(ν),   ν = n + m − 2,   d of Cohen
 *     J(ν) = Γ(ν/2) / (√(ν/2) Γ((ν − 1)/2))
 *
 * With few runs that nearly agree it grows beyond all reason: read it beside the two means.
 *
 * @param x  [n], n of 2 or more
 * @param y  [m], m of 2 or more
 * @throws RangeError where there are too few values or no spread
 */
export function hedgesG(x: ArrayLike<number>, y: ArrayLike<number>): number {
  return cohensD(x, y) * smallSampleFactor(x.length + y.length - 2)
}

/** J(ν) = √π / (√(ν/2) · B((ν − 1)/2, ½)), for ν of 2 or more. */
export function smallSampleFactor(df: number): number {
  return Math.sqrt(Math.PI / (df / 2)) * Math.exp(-logBeta((df - 1) / 2, 0.5))
}

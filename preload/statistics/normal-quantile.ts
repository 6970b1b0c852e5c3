import { probit } from 'simple-statistics'
import { normalTail } from './normal.ts'

/** The package's approximation is good to about 1e-3; each Newton step squares the error. */
const nNewtonSteps = 4

/**
 * Quantile of the standard normal distribution: the z with P(Z ≤ z) = p.
 *
 * @param p  between 0 and 1, both left out
 * @returns  to about 1e-13, for p from 1e-10 to 1 − 1e-10
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`p is ${p}, expected a number between 0 and 1`)
  // By the smaller tail, whose relative precision is kept.
  const tail = Math.min(p, 1 - p)
  let z = probit(1 - tail)
  for (let step = 0; step < nNewtonSteps; step++) {
    z += (normalTail(z) - tail) * Math.sqrt(2 * Math.PI) * Math.exp((z * z) / 2)
  }
  return p < 0.5 ? -z : z
}

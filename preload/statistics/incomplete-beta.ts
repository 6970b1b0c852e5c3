import { logBeta } from './log-beta.ts'

/** The fraction needs about √max(a, b) steps: enough for 10¹⁰ degrees of freedom. */
const mostSteps = 1_000_000
const precision = 1e-16

/**
 * Regularised incomplete beta function (NIST DLMF 8.17).
 *
 *     I_x(a, b) = 1/B(a, b) · ∫₀ˣ t^(a−1) (1 − t)^(b−1) dt
 *
 * @param x  0 to 1
 * @param y  1 − x, given apart because either may be far below the spacing of numbers near 1
 * @param a  positive
 * @param b  positive
 * @returns  0 to 1; relative error about 1e-13 where x ≤ (a + 1) / (a + b + 2), else absolute
 */
export function incompleteBeta(x: number, y: number, a: number, b: number): number {
  if (!(x >= 0 && y >= 0 && Math.abs(x + y - 1) < 1e-12)) {
    throw new RangeError(`x is ${x} and 1 − x is ${y}, expected 0 to 1`)
  }
  if (x === 0) return 0
  if (y === 0) return 1
  // The fraction converges fast below this point; above it the complement's does.
  return x <= (a + 1) / (a + b + 2) ? lowerPart(x, y, a, b) : 1 - lowerPart(y, x, b, a)
}

function lowerPart(x: number, y: number, a: number, b: number): number {
  const logX = x > 0.5 ? Math.log1p(-y) : Math.log(x)
  const logY = y > 0.5 ? Math.log1p(-x) : Math.log(y)
  return Math.exp(a * logX + b * logY - logBeta(a, b)) / (a * fraction(x, a, b))
}

/**
 * The continued fraction 1 + d₁/(1 + d₂/(1 + …)) of DLMF 8.17.22, by Lentz's method.
 *
 *     d_2m = m (b − m) x / ((a + 2m − 1)(a + 2m)),  d_2m+1 = −(a + m)(a + b + m) x / ((a + 2m)(a + 2m + 1))
 */
function fraction(x: number, a: number, b: number): number {
  const tiny = 1e-300
  let value = 1
  let c = 1
  let d = 0
  for (let step = 1; step <= mostSteps; step++) {
    const m = step >> 1
    const numerator = step % 2 === 0 ? m * (b - m) : -(a + m) * (a + b + m)
    const term = (numerator * x) / ((a + step - 1) * (a + step))
    d = 1 / (1 + term * d || tiny)
    c = 1 + term / c || tiny
    value *= c * d
    if (Math.abs(c * d - 1) <= precision) return value
  }
  throw new RangeError(`incomplete beta of x ${x}, a ${a}, b ${b} did not converge`)
}

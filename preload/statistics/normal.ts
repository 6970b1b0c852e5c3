/** Below it the series is exact to float64; above it the fraction is. */
const seriesBelow = 2
/** The fraction's steps at the smallest argument it is used for. */
const nFractionSteps = 120

/**
 * P(Z > z) of the standard normal distribution.
 *
 *     P(Z > z) = ½ erfc(z/√2)
 *
 * @param z  any number, infinities included
 * @returns  0 to 1; a small right tail keeps its relative precision (about 1e-13), so ask for the tail
 *           by sign
 */
export function normalTail(z: number): number {
  if (Number.isNaN(z)) throw new RangeError('z is NaN, expected a number')
  const tail = 0.5 * erfc(Math.abs(z) / Math.SQRT2)
  return z >= 0 ? tail : 1 - tail
}

/** The complementary error function for x ≥ 0. */
function erfc(x: number): number {
  return x < seriesBelow ? 1 - erfSeries(x) : erfcFraction(x)
}

/** erf x = 2/√π · e^(−x²) · Σ_n 2ⁿ x^(2n+1) / (2n + 1)!!, all terms positive (NIST DLMF 7.6.2). */
function erfSeries(x: number): number {
  let term = x
  let sum = x
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1)
    sum += term
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum
}

/** √π e^(x²) erfc x = 1/(x + ½/(x + 1/(x + 1½/(x + …)))), from the inside out (NIST DLMF 7.9.1). */
function erfcFraction(x: number): number {
  let rest = x
  for (let k = nFractionSteps; k > 0; k--) rest = x + k / 2 / rest
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * rest)
}

/** From here on Stirling's series with seven terms is exact to float64. */
const stirlingFrom = 15

/**
 * ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a + b), for a, b > 0.
 *
 * The large parts of the three logarithms cancel by hand (Stirling's series, NIST DLMF 5.11.1), so that
 * the relative error of B stays near 1e-14 where a is in the millions and b is one half.
 */
export function logBeta(a: number, b: number): number {
  if (!(a > 0 && b > 0 && Number.isFinite(a + b))) {
    throw new RangeError(`ln B of ${a} and ${b}, expected two positive numbers`)
  }
  // B(a, b) = B(a + 1, b) · (a + b) / a, until both are large enough.
  let factor = 0
  for (; a < stirlingFrom; a++) factor += Math.log((a + b) / a)
  for (; b < stirlingFrom; b++) factor += Math.log((a + b) / b)
  const powers = -(a - 0.5) * Math.log1p(b / a) - (b - 0.5) * Math.log1p(a / b)
  const rest = stirlingRest(a) + stirlingRest(b) - stirlingRest(a + b)
  return factor + powers + rest - 0.5 * Math.log((a + b) / (2 * Math.PI))
}

/** ln Γ(z) − ((z − ½) ln z − z + ½ ln 2π), for z ≥ 15. */
function stirlingRest(z: number): number {
  const w = 1 / (z * z)
  const terms = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156]
  return terms.reduceRight((sum, term) => sum * w + term, 0) / z
}

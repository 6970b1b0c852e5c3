/** Σ a[i] · b[i] over rows of length n that begin at `aAt` and `bAt`; summed in float64, in order. */
export function dotInDouble(
  a: Float32Array,
  aAt: number,
  b: Float32Array,
  bAt: number,
  n: number
): number {
  let sum = 0
  for (let i = 0; i < n; i++) sum += a[aAt + i]! * b[bAt + i]!
  return sum
}

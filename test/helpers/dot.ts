/** Σ a·b in float64, and Σ |a·b|, the size that rounding errors are relative to. */
export function dot(
  a: ArrayLike<number>,
  b: ArrayLike<number>
): { readonly sum: number; readonly size: number } {
  let sum = 0
  let size = 0
  for (let i = 0; i < a.length; i++) {
    sum += a[i]! * b[i]!
    size += Math.abs(a[i]! * b[i]!)
  }
  return { sum, size }
}

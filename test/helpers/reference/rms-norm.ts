/** x / √(mean x² + ε) over each part of `size` numbers. */
export function rmsNormReference(x: Float64Array, size: number, epsilon: number): Float64Array {
  const y = new Float64Array(x.length)
  for (let at = 0; at < x.length; at += size) {
    const part = x.subarray(at, at + size)
    const mean = part.reduce((sum, value) => sum + value * value, 0) / size
    y.set(
      part.map((value) => value / Math.sqrt(mean + epsilon)),
      at
    )
  }
  return y
}

export interface LinearWeights {
  /** [widthOut, widthIn] */
  readonly weight: Float64Array
  readonly bias?: Float64Array
  readonly gain?: Float64Array
}

/** y = (x ∘ gain) · Wᵀ + bias, a row at a time. */
export function linearReference(
  x: Float64Array,
  widthIn: number,
  { weight, bias, gain }: LinearWeights
): Float64Array {
  const widthOut = weight.length / widthIn
  const nRows = x.length / widthIn
  const y = new Float64Array(nRows * widthOut)
  for (let row = 0; row < nRows; row++) {
    for (let o = 0; o < widthOut; o++) {
      let sum = bias?.[o] ?? 0
      for (let i = 0; i < widthIn; i++) {
        sum += x[row * widthIn + i]! * (gain?.[i] ?? 1) * weight[o * widthIn + i]!
      }
      y[row * widthOut + o] = sum
    }
  }
  return y
}

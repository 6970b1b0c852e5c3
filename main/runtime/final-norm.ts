/** The norm in front of the output embedding, for the few rows that predict: plain loops in float64. */

export interface NormedRows {
  /** [nRows, dModel] x / √(mean x² + ε), float64 */
  readonly normed: Float64Array
  /** [nRows] 1 / √(mean x² + ε) */
  readonly factor: Float64Array
  /** [nRows, dModel] normed ∘ gain: what the output embedding is multiplied with */
  readonly scaled: Float32Array
}

/** @param x [nRows, dModel] */
export function finalNorm(x: Float32Array, gain: Float32Array, epsilon: number): NormedRows {
  const dModel = gain.length
  const nRows = x.length / dModel
  const normed = new Float64Array(x.length)
  const factor = new Float64Array(nRows)
  const scaled = new Float32Array(x.length)
  for (let row = 0; row < nRows; row++) {
    const at = row * dModel
    let squares = 0
    for (let i = 0; i < dModel; i++) squares += x[at + i]! ** 2
    factor[row] = 1 / Math.sqrt(squares / dModel + epsilon)
    for (let i = 0; i < dModel; i++) {
      normed[at + i] = x[at + i]! * factor[row]!
      scaled[at + i] = normed[at + i]! * gain[i]!
    }
  }
  return { normed, factor, scaled }
}

/**
 * Cotangents of `scaled` pulled back to x: dx = s · (g − y · mean(y · g)) with g = gain ∘ dscaled and y the
 * normed row.
 *
 * @param dScaled [nRows, dModel]
 */
export function finalNormAdjoint(
  { normed, factor }: NormedRows,
  gain: Float32Array,
  dScaled: Float64Array
): Float32Array {
  const dModel = gain.length
  const dx = new Float32Array(dScaled.length)
  for (let row = 0; row < factor.length; row++) {
    const at = row * dModel
    let sum = 0
    for (let i = 0; i < dModel; i++) sum += normed[at + i]! * gain[i]! * dScaled[at + i]!
    const mean = sum / dModel
    for (let i = 0; i < dModel; i++) {
      dx[at + i] = factor[row]! * (gain[i]! * dScaled[at + i]! - normed[at + i]! * mean)
    }
  }
  return dx
}

import { finalNorm } from '../../runtime/final-norm.ts'
import type { Model } from '../../runtime/model.ts'

/**
 * Log-odds ln p/(1 − p) of each row's own token, from which its probability follows without losing the
 * digits of a p near 1.
 *
 * @param x    [nRows, dModel], the last layer's output
 * @param ids  [nRows], each row's token
 * @returns    [nRows], natural logarithm; gathered in float64
 */
export async function logOdds(
  model: Model,
  x: Float32Array,
  ids: readonly number[]
): Promise<Float64Array> {
  const { scaled } = finalNorm(x, await model.finalGain(), model.config.normEpsilon)
  const logits = rowDots(scaled, await model.outputEmbeddings(ids), ids.length)
  const others = await model.head.logSumExpOfOthers(scaled, ids)
  return logits.map((logit, m) => logit - others[m]!)
}

/** p of log-odds. */
export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x))
}

/** ln p of log-odds. */
export function logSigmoid(x: number): number {
  return x > 0 ? -Math.log1p(Math.exp(-x)) : x - Math.log1p(Math.exp(x))
}

/** [nRows], the dot product of each pair of rows, in float64. */
export function rowDots(a: Float32Array, b: Float32Array, nRows: number): Float64Array {
  const width = a.length / nRows
  return Float64Array.from({ length: nRows }, (_, row) => {
    let sum = 0
    for (let i = row * width; i < (row + 1) * width; i++) sum += a[i]! * b[i]!
    return sum
  })
}

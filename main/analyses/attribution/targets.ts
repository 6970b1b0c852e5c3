/** What is attributed: the response tokens' scores, and their gradient at the last layer's output. */
import { AppError } from '../../errors.ts'
import type { TargetKind } from '../../../preload/data.ts'
import { finalNorm, finalNormAdjoint } from '../../runtime/final-norm.ts'
import type { Model } from '../../runtime/model.ts'

export interface Targets {
  /** [M], the model's probability of each response token */
  readonly probability: Float32Array
  /** [M], what gradients are multiplied with at the end: p for `probability`, else 1, so that small p do not underflow */
  readonly factor: Float64Array
  /** [M, dModel], gradient of ln p (or of the logit, or of the logits' difference) at the last layer's output */
  readonly seeds: Float32Array
  /** [M], the other token of each contrast */
  readonly foils: readonly number[] | null
}

/** Logits and log-probabilities of the rows that predict. */
export interface Predictions {
  /** [nRows, nVocab] */
  readonly logits: Float32Array
  /** [nRows], ln Σ exp(logits), float64 */
  readonly logSumExp: Float64Array
}

/**
 * @param x [nRows, dModel], last layer's output
 * @throws AppError `engine/run-failed` when a logit is not finite
 */
export async function predict(model: Model, x: Float32Array): Promise<Predictions> {
  const { scaled } = finalNorm(x, await model.finalGain(), model.config.normEpsilon)
  const logits = await model.head.logits(scaled)
  return { logits, logSumExp: logSumExpOf(logits, model) }
}

/**
 * Seeds of every response token (method.md section 1):
 * probability and log-probability  W[y] − Σ_v p_v W[v];  logit  W[y];  contrastive  W[y] − W[foil];
 * each pulled back through the final norm.
 *
 * @param x [M, dModel], last layer's output at the position just before each response token
 * @param ids [M], the response tokens
 * @param foil token id of the given foil; null takes the most probable other token
 */
export async function makeTargets(
  model: Model,
  x: Float32Array,
  ids: readonly number[],
  kind: TargetKind,
  foil: number | null
): Promise<Targets> {
  const gain = await model.finalGain()
  const rows = finalNorm(x, gain, model.config.normEpsilon)
  const logits = await model.head.logits(rows.scaled)
  const logSumExp = logSumExpOf(logits, model)
  const nVocab = model.head.nVocab
  const probability = Float32Array.from(ids, (id, m) =>
    Math.exp(logits[m * nVocab + id]! - logSumExp[m]!)
  )
  const gradient = Float64Array.from(await model.outputEmbeddings(ids))
  let foils: readonly number[] | null = null
  if (kind === 'probability' || kind === 'log-probability') {
    subtract(gradient, await model.head.mean(softmaxInPlace(logits, logSumExp)))
  } else if (kind === 'contrastive') {
    foils = ids.map(
      (id, m) => foil ?? mostProbableOther(logits.subarray(m * nVocab, (m + 1) * nVocab), id)
    )
    subtract(gradient, await model.outputEmbeddings(foils))
  }
  const factor = Float64Array.from(ids, (_, m) => (kind === 'probability' ? probability[m]! : 1))
  return { probability, factor, seeds: finalNormAdjoint(rows, gain, gradient), foils }
}

function logSumExpOf(logits: Float32Array, model: Model): Float64Array {
  const { nVocab } = model.head
  return Float64Array.from({ length: logits.length / nVocab }, (_, row) => {
    let high = -Infinity
    for (let v = row * nVocab; v < (row + 1) * nVocab; v++) {
      const logit = logits[v]!
      if (!Number.isFinite(logit)) throw notFinite(model, row, v - row * nVocab, logit)
      if (logit > high) high = logit
    }
    let sum = 0
    for (let v = row * nVocab; v < (row + 1) * nVocab; v++) sum += Math.exp(logits[v]! - high)
    return high + Math.log(sum)
  })
}

function notFinite(model: Model, row: number, token: number, found: number): AppError {
  return new AppError(
    'engine/run-failed',
    `${model.checkpoint.name}: logit of token ${token} for response token ${row + 1} is ${found}, expected a finite number`,
    {
      hint: 'The weights overflow in float32 or are damaged; nothing can be attributed.'
    }
  )
}

function softmaxInPlace(logits: Float32Array, logSumExp: Float64Array): Float32Array {
  const nVocab = logits.length / logSumExp.length
  for (let i = 0; i < logits.length; i++)
    logits[i] = Math.exp(logits[i]! - logSumExp[Math.floor(i / nVocab)]!)
  return logits
}

function mostProbableOther(logits: Float32Array, id: number): number {
  let best = id === 0 ? 1 : 0
  for (let v = 0; v < logits.length; v++) if (v !== id && logits[v]! > logits[best]!) best = v
  return best
}

function subtract(from: Float64Array, values: ArrayLike<number>): void {
  for (let i = 0; i < from.length; i++) from[i]! -= values[i]!
}

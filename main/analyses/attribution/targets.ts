/** What is attributed: the response tokens' scores, and their gradient at the last layer's output. */
import { AppError } from '../../errors.ts'
import type { TargetKind } from '../../../preload/data.ts'
import { finalNorm, finalNormAdjoint } from '../../runtime/final-norm.ts'
import type { HeadUse } from '../../runtime/head.ts'
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

/**
 * Logits of rows of the last layer's output.
 *
 * @param x [nRows, dModel]
 * @returns [nRows, nVocab]
 */
export async function predictLogits(model: Model, x: Float32Array): Promise<Float32Array> {
  const { scaled } = finalNorm(x, await model.finalGain(), model.config.normEpsilon)
  return model.head.logits(scaled, 'once')
}

/**
 * Seeds of every response token (method.md section 1):
 * probability and log-probability  W[y] − Σ_v p_v W[v];  logit  W[y];  contrastive  W[y] − W[foil];
 * each pulled back through the final norm.
 *
 * @param x [M, dModel], last layer's output at the position just before each response token
 * @param ids [M], the response tokens
 * @param foil token id of the given foil; null takes the most probable other token
 * @param use `kept` leaves the head loaded for the next sequence, where memory is resident
 */
export async function makeTargets(
  model: Model,
  x: Float32Array,
  ids: readonly number[],
  kind: TargetKind,
  foil: number | null,
  use: HeadUse = 'once'
): Promise<Targets> {
  const gain = await model.finalGain()
  const rows = finalNorm(x, gain, model.config.normEpsilon)
  const logits = await model.head.logits(rows.scaled, use)
  const nVocab = model.head.nVocab
  const others =
    kind === 'contrastive' && foil === null
      ? ids.map((id, m) => mostProbableOther(logits.subarray(m * nVocab, (m + 1) * nVocab), id))
      : null
  const probability = gradientInPlace(logits, ids, model)
  const needsMean = kind === 'probability' || kind === 'log-probability'
  const gradient = needsMean
    ? await model.head.combine(logits, use)
    : Float64Array.from(await model.outputEmbeddings(ids))
  const foils = kind === 'contrastive' ? (others ?? ids.map(() => foil!)) : null
  if (foils) subtract(gradient, await model.outputEmbeddings(foils))
  const factor = Float64Array.from(ids, (_, m) => (kind === 'probability' ? probability[m]! : 1))
  return { probability, factor, seeds: finalNormAdjoint(rows, gain, gradient), foils }
}

/**
 * Turns logits [M, nVocab] into the gradient of each ln p[y] by them: −p_v, and Σ_{v≠y} p_v at y itself.
 *
 * That sum is 1 − p_y without the cancellation: where a model is sure of its token, W[y] − Σ_v p_v W[v]
 * in float32 would hold nothing but rounding.
 *
 * @returns [M], p_y
 * @throws AppError `engine/run-failed` when a logit is not finite
 */
function gradientInPlace(logits: Float32Array, ids: readonly number[], model: Model): Float32Array {
  const { nVocab } = model.head
  return Float32Array.from(ids, (id, m) => {
    const start = m * nVocab
    const end = start + nVocab
    let high = -Infinity
    for (let v = start; v < end; v++) {
      const logit = logits[v]!
      if (!Number.isFinite(logit)) throw notFinite(model, m, v - start, logit)
      if (logit > high) high = logit
    }
    const own = Math.exp(logits[start + id]! - high)
    logits[start + id] = -Infinity
    let rest = 0
    for (let v = start; v < end; v++) {
      const weight = Math.exp(logits[v]! - high)
      logits[v] = weight
      rest += weight
    }
    const sum = own + rest
    for (let v = start; v < end; v++) logits[v]! /= -sum
    logits[start + id] = rest / sum
    return own / sum
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

function mostProbableOther(logits: Float32Array, id: number): number {
  let best = id === 0 ? 1 : 0
  for (let v = 0; v < logits.length; v++) if (v !== id && logits[v]! > logits[best]!) best = v
  return best
}

function subtract(from: Float64Array, values: ArrayLike<number>): void {
  for (let i = 0; i < from.length; i++) from[i]! -= values[i]!
}

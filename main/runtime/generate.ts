/** Greedy generation with a key/value cache. */
import { AppError } from '../errors.ts'
import { finalNorm } from './final-norm.ts'
import { runDecode } from './layer-runs.ts'
import type { Model } from './model.ts'

export interface GenerationOptions {
  /** Most tokens to generate, the stop token included. */
  readonly nTokensLimit: number
  /** Positions that one run takes at most. */
  readonly chunk: number
  readonly signal: AbortSignal
  /** After every token but a stop token. */
  readonly onToken?: (newIds: readonly number[]) => void
}

export interface Generation {
  /** What followed the prompt, the stop token included. */
  readonly newIds: readonly number[]
  /** The response: a stop token, special or not, is no part of it. */
  readonly responseIds: readonly number[]
  readonly stopReason: 'stop-token' | 'limit' | 'context'
}

/**
 * The tokens of largest logit, one after another, until a stop token, the limit or the end of the context.
 * Of equal logits the smaller id is taken.
 *
 * With `dynamic` rope a token's frequencies follow the length so far; cached keys keep theirs, as in
 * transformers.
 *
 * @param ids the prompt, special tokens included
 * @returns null when aborted
 * @throws AppError `request/invalid` when the prompt is empty or fills the context
 */
export async function generate(
  model: Model,
  ids: readonly number[],
  options: GenerationOptions
): Promise<Generation | null> {
  const capacity = capacityOf(model, ids, options.nTokensLimit)
  const { kvWidth } = model.layers.layer
  const caches = Array.from({ length: model.layers.nLayers }, () => ({
    keys: new Float32Array(capacity * kvWidth),
    values: new Float32Array(capacity * kvWidth)
  }))
  const newIds: number[] = []
  let pending = ids
  let nPast = 0
  while (newIds.length < options.nTokensLimit) {
    const nSequence = nPast + pending.length
    const positions = model.positions(nSequence, nSequence)
    let x = await model.embed(pending)
    for (const [index, past] of caches.entries()) {
      if (options.signal.aborted) return null
      const session = await model.layers.get(index, 'decode')
      const context = { layer: model.layers.layer, index, session, positions, chunk: options.chunk }
      x = await runDecode(context, x, past, nPast)
    }
    const id = await mostProbable(model, x.subarray(x.length - model.config.dModel))
    newIds.push(id)
    if (model.config.eosTokenIds.includes(id)) {
      return { newIds, responseIds: newIds.slice(0, -1), stopReason: 'stop-token' }
    }
    options.onToken?.(newIds)
    nPast = nSequence
    pending = [id]
    if (nPast === capacity) break
  }
  const stopReason = newIds.length < options.nTokensLimit ? 'context' : 'limit'
  return { newIds, responseIds: newIds, stopReason }
}

/** Positions that the caches must hold: the last token generated is never put in. */
function capacityOf(
  { config, checkpoint }: Model,
  ids: readonly number[],
  nTokensLimit: number
): number {
  if (ids.length === 0)
    throw new AppError('request/invalid', 'prompt: no tokens, expected at least one', {
      hint: 'Type a prompt.'
    })
  const wanted = ids.length + nTokensLimit - 1
  if (config.rope.type === 'dynamic') return wanted
  if (ids.length > config.maxPositions) {
    throw new AppError(
      'request/invalid',
      `prompt: ${ids.length} tokens, expected at most ${config.maxPositions}, the context of ${checkpoint.name}`,
      {
        hint: 'Shorten the prompt.'
      }
    )
  }
  return Math.min(wanted, config.maxPositions)
}

async function mostProbable(model: Model, x: Float32Array): Promise<number> {
  const { scaled } = finalNorm(x, await model.finalGain(), model.config.normEpsilon)
  const logits = await model.head.logits(scaled, 'often')
  let best = 0
  for (let v = 0; v < logits.length; v++) {
    if (!Number.isFinite(logits[v])) {
      throw new AppError(
        'engine/run-failed',
        `${model.checkpoint.name}: logit of token ${v} is ${logits[v]}, expected a finite number`,
        {
          hint: 'The weights overflow in float32 or are damaged.'
        }
      )
    }
    if (logits[v]! > logits[best]!) best = v
  }
  return best
}

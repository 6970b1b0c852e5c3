/** What each variant of a prompt makes of the same response, beside the prompt as it is. */
import { runDecode, type LayerContext } from '../../runtime/layer-runs.ts'
import type { Model } from '../../runtime/model.ts'
import { logOdds, logSigmoid } from '../attribution/log-odds.ts'
import { contextOf } from '../attribution/primal-pass.ts'
import type { Variant } from './ablated-sequence.ts'

export interface VariantOutcome {
  /** [M] ln p of each response token, natural logarithm */
  readonly logProbability: Float64Array
  /**
   * [nLayers] mean over the M predicting positions of ‖h′ − h‖ / ‖h‖ after each layer, h of the first
   * variant; 0 for the first itself. Summed in float64.
   */
  readonly hiddenChange: Float32Array
}

export interface VariantsRequest {
  /** The first is the prompt as it is; all have the same response, with a token before it at least. */
  readonly variants: readonly Variant[]
  /** Positions that one run takes at most. */
  readonly chunk: number
  readonly signal: AbortSignal
  readonly report: (fraction: number) => void
}

/**
 * Variants go through a layer together, so that streamed weights are read once for all of them. The last
 * response token predicts nothing and is left out. `dynamic` rope keeps the frequencies of the whole
 * sequence: the change is the words', not the rope's.
 *
 * @returns one outcome a variant; null when aborted
 */
export async function compareVariants(
  model: Model,
  { variants, chunk, signal, report }: VariantsRequest
): Promise<VariantOutcome[] | null> {
  const whole = variants[0]!
  const response = whole.ids.slice(whole.responseStart)
  const { nLayers } = model.layers
  const { dModel } = model.config
  const states = await Promise.all(variants.map(({ ids }) => model.embed(ids.slice(0, -1))))
  const positions = states.map((state) => model.positions(state.length / dModel, whole.ids.length))
  const changes = variants.map(() => new Float32Array(nLayers))
  for (let index = 0; index < nLayers; index++) {
    for (const [i, state] of states.entries()) {
      if (signal.aborted) return null
      const context = await contextOf(model, positions[i]!, chunk, index, 'decode')
      states[i] = await runLayer(context, state)
      report((index + (i + 1) / states.length) / (nLayers + 1))
    }
    const reference = predicting(states[0]!, whole, dModel)
    for (const [i, state] of states.entries()) {
      changes[i]![index] = relativeChange(
        reference,
        predicting(state, variants[i]!, dModel),
        dModel
      )
    }
  }
  const outcomes: VariantOutcome[] = []
  for (const [i, state] of states.entries()) {
    if (signal.aborted) return null
    const odds = await logOdds(model, predicting(state, variants[i]!, dModel), response)
    outcomes.push({ logProbability: odds.map(logSigmoid), hiddenChange: changes[i]! })
  }
  return outcomes
}

/** One layer over all positions of one variant, [nInputs, dModel] to the same. */
function runLayer(context: LayerContext, x: Float32Array): Promise<Float32Array> {
  const { width, kvWidth } = context.layer
  const length = (x.length / width) * kvWidth
  const past = { keys: new Float32Array(length), values: new Float32Array(length) }
  return runDecode(context, x, past, 0)
}

/** [M, dModel] the positions just before each response token. */
function predicting(state: Float32Array, { responseStart }: Variant, dModel: number): Float32Array {
  return state.subarray((responseStart - 1) * dModel)
}

/** Mean over rows of ‖b − a‖ / ‖a‖. */
function relativeChange(a: Float32Array, b: Float32Array, width: number): number {
  const nRows = a.length / width
  let total = 0
  for (let row = 0; row < nRows; row++) {
    let difference = 0
    let norm = 0
    for (let i = row * width; i < (row + 1) * width; i++) {
      difference += (b[i]! - a[i]!) ** 2
      norm += a[i]! ** 2
    }
    total += Math.sqrt(difference / norm)
  }
  return total / nRows
}

/** One layer over a whole sequence with the attention weights of its heads, in chunks of positions. */
import type { AttentionStep } from '../graph/ops/attention.ts'
import { savedName, type Layer } from '../graph/layers/step.ts'
import { runDecode, type LayerContext } from './layer-runs.ts'
import { firstKeyOf } from './positions.ts'

export interface AttentionRun {
  /** [nPositions, width] */
  readonly y: Float32Array
  /** [nHeads, nPositions, nPositions], row = the query; rows sum to 1. Null where it was not wanted. */
  readonly weights: Float32Array | null
}

/**
 * @param context its session is of mode `shown`
 * @param x [nPositions, width]
 * @param window positions that a query sees, its own included; null for all
 */
export async function runAttention(
  context: LayerContext,
  x: Float32Array,
  window: number | null,
  { wantsWeights }: { readonly wantsWeights: boolean }
): Promise<AttentionRun> {
  const { layer } = context
  const nPositions = x.length / layer.width
  const step = attentionStep(layer)
  const name = savedName(step, 'weights')
  const weights = wantsWeights ? new Float32Array(step.nHeads * nPositions ** 2) : null
  const past = {
    keys: new Float32Array(nPositions * layer.kvWidth),
    values: new Float32Array(nPositions * layer.kvWidth)
  }
  const y = await runDecode(context, x, past, 0, (outputs, from, to) => {
    if (weights) copyVisible(outputs[name]!, weights, { nPositions, from, to, window })
  })
  return { y, weights }
}

/** What a query may not see stays exactly 0, whatever the engine's exponential makes of −∞. */
function copyVisible(
  /** [nHeads, to − from, to] */
  chunk: Float32Array,
  weights: Float32Array,
  {
    nPositions,
    from,
    to,
    window
  }: {
    readonly nPositions: number
    readonly from: number
    readonly to: number
    readonly window: number | null
  }
): void {
  const nHeads = weights.length / nPositions ** 2
  for (let head = 0; head < nHeads; head++) {
    for (let query = from; query < to; query++) {
      const row = (head * (to - from) + query - from) * to
      const first = firstKeyOf(query, window)
      weights.set(
        chunk.subarray(row + first, row + query + 1),
        (head * nPositions + query) * nPositions + first
      )
    }
  }
}

function attentionStep({ steps }: Layer): AttentionStep {
  const step = steps.find((each) => each.op === 'attention')
  if (!step) throw new Error('the layer has no attention')
  return step
}

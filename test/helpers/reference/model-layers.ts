import { readTensor, gatherRows } from '../../../main/checkpoint/read-tensor.ts'
import type { Checkpoint } from '../../../main/checkpoint/checkpoint.ts'
import { rotaryTables } from '../../../main/graph/layers/rotary-tables.ts'
import { causalMask } from '../../../main/runtime/positions.ts'
import { llamaLayerValues, type LayerWeights } from './llama-layer.ts'

/** Output and attention of every layer of a checkpoint over a sequence, in float64. */
export async function modelLayersReference(
  { config, tensors }: Checkpoint,
  ids: readonly number[]
): Promise<ReturnType<typeof llamaLayerValues>[]> {
  const { cos, sin } = rotaryTables(config.rope, config.dHead, ids.length, ids.length)
  const all: ReturnType<typeof llamaLayerValues>[] = []
  let x: Float64Array = Float64Array.from(await gatherRows(tensors.embedding, ids))
  for (const [index, roles] of tensors.layers.entries()) {
    const weights: Record<string, Float64Array> = {}
    for (const [role, tensor] of Object.entries(roles)) {
      weights[role] = Float64Array.from(await readTensor(tensor))
    }
    const mask = causalMask(0, ids.length, config.slidingWindow[index] ?? null)
    const tables = { cos, sin, mask }
    const values = llamaLayerValues(x, config, weights satisfies LayerWeights, tables)
    all.push(values)
    x = values.y
  }
  return all
}

/**
 * ln p of each token given those before it, in float64.
 *
 * @param y        [nTokens, dModel], the last layer's output
 * @param ids      [nTokens]
 * @returns        [nTokens]; the first has none and is NaN
 */
export async function logProbabilityReference(
  { config, tensors }: Checkpoint,
  y: Float64Array,
  ids: readonly number[]
): Promise<number[]> {
  const { dModel, normEpsilon } = config
  const gain = await readTensor(tensors.finalNorm)
  const head = await readTensor(tensors.head)
  const nVocab = head.length / dModel
  return ids.map((id, t) => {
    if (t === 0) return NaN
    const row = y.subarray((t - 1) * dModel, t * dModel)
    const squares = row.reduce((sum, value) => sum + value ** 2, 0)
    const factor = 1 / Math.sqrt(squares / dModel + normEpsilon)
    const logits = Array.from({ length: nVocab }, (_, v) =>
      row.reduce((sum, value, i) => sum + value * factor * gain[i]! * head[v * dModel + i]!, 0)
    )
    const high = Math.max(...logits)
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit - high), 0)
    return logits[id]! - high - Math.log(total)
  })
}

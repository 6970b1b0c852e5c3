import { readTensor, gatherRows } from '../../../main/checkpoint/read-tensor.ts'
import type { Checkpoint } from '../../../main/checkpoint/checkpoint.ts'
import { rotaryTables } from '../../../main/graph/layers/rotary-tables.ts'
import { causalMask } from '../../../main/runtime/positions.ts'
import { llamaLayerValues, type LayerWeights } from './llama-layer.ts'

/** Attention weights of every layer of a checkpoint in float64, each [nHeads, nTokens, nTokens]. */
export async function modelAttentionReference(
  { config, tensors }: Checkpoint,
  ids: readonly number[]
): Promise<Float64Array[]> {
  const { cos, sin } = rotaryTables(config.rope, config.dHead, ids.length, ids.length)
  const all: Float64Array[] = []
  let x: Float64Array = Float64Array.from(await gatherRows(tensors.embedding, ids))
  for (const [index, roles] of tensors.layers.entries()) {
    const weights: Record<string, Float64Array> = {}
    for (const [role, tensor] of Object.entries(roles)) {
      weights[role] = Float64Array.from(await readTensor(tensor))
    }
    const mask = causalMask(0, ids.length, config.slidingWindow[index] ?? null)
    const tables = { cos, sin, mask }
    const { y, attention } = llamaLayerValues(x, config, weights satisfies LayerWeights, tables)
    all.push(attention)
    x = y
  }
  return all
}

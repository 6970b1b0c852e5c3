import type { Checkpoint } from '../../../main/checkpoint/checkpoint.ts'
import { modelLayersReference } from './model-layers.ts'

/** Attention weights of every layer of a checkpoint in float64, each [nHeads, nTokens, nTokens]. */
export async function modelAttentionReference(
  checkpoint: Checkpoint,
  ids: readonly number[]
): Promise<Float64Array[]> {
  return (await modelLayersReference(checkpoint, ids)).map(({ attention }) => attention)
}

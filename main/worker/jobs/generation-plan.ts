import { layerWeights } from '../../analyses/attribution/operations.ts'
import type { Checkpoint } from '../../checkpoint/checkpoint.ts'

/** Positions of the prompt that one run takes at most. */
export const chunkOfGeneration = 256

/** Resident when all layers and the output embedding fit as float32 into most of what is free. */
export function generationMemory(
  { config }: Checkpoint,
  freeBytes: number
): 'resident' | 'streamed' {
  const weightBytes = 4 * (config.nLayers * layerWeights(config) + config.nVocab * config.dModel)
  return weightBytes * 1.2 + 350 * 2 ** 20 < freeBytes * 0.9 ? 'resident' : 'streamed'
}

/** Qwen 2 and 2.5: biases on query, key and value. */
import type { Family } from './family.ts'
import { isRopeBuffer, readSkeleton, skeletonTensorNames } from './skeleton.ts'
import { readSlidingLayers } from './sliding-layers.ts'

export const qwen2: Family = {
  modelType: 'qwen2',
  architecture: 'Qwen2ForCausalLM',
  readConfig(fields, architecture) {
    const skeleton = readSkeleton(fields, {
      maxPositions: 32_768,
      bosTokenId: null,
      eosTokenIds: [],
      nKvHeads: 32,
      dHead: null
    })
    return {
      family: 'qwen2',
      architecture,
      ...skeleton,
      attentionBias: { q: true, k: true, v: true, o: false },
      feedForwardBias: false,
      queryKeyNorm: false,
      slidingWindow: readSlidingLayers(fields, skeleton.nLayers)
    }
  },
  tensorNames: skeletonTensorNames,
  isIgnored: isRopeBuffer
}

/** Qwen 3: norms on each head's queries and keys, an own head size. */
import type { Family } from './family.ts'
import { isRopeBuffer, readSkeleton, skeletonTensorNames } from './skeleton.ts'
import { readSlidingLayers } from './sliding-layers.ts'

export const qwen3: Family = {
  modelType: 'qwen3',
  architecture: 'Qwen3ForCausalLM',
  readConfig(fields, architecture) {
    const skeleton = readSkeleton(fields, {
      maxPositions: 32_768,
      bosTokenId: null,
      eosTokenIds: [],
      nKvHeads: 32,
      dHead: 128
    })
    const bias = fields.boolean('attention_bias', false)
    return {
      family: 'qwen3',
      architecture,
      ...skeleton,
      attentionBias: { q: bias, k: bias, v: bias, o: bias },
      feedForwardBias: false,
      queryKeyNorm: true,
      slidingWindow: readSlidingLayers(fields, skeleton.nLayers)
    }
  },
  tensorNames: skeletonTensorNames,
  isIgnored: isRopeBuffer
}

/** Llama 1, 2 and 3, and what took their code: SmolLM, TinyLlama and others. */
import type { Family } from './family.ts'
import { isRopeBuffer, readSkeleton, skeletonTensorNames } from './skeleton.ts'

export const llama: Family = {
  modelType: 'llama',
  architecture: 'LlamaForCausalLM',
  readConfig(fields, architecture) {
    const skeleton = readSkeleton(fields, {
      maxPositions: 2_048,
      bosTokenId: 1,
      eosTokenIds: [2],
      nKvHeads: null,
      dHead: null
    })
    const bias = fields.boolean('attention_bias', false)
    return {
      family: 'llama',
      architecture,
      ...skeleton,
      attentionBias: { q: bias, k: bias, v: bias, o: bias },
      feedForwardBias: fields.boolean('mlp_bias', false),
      queryKeyNorm: false,
      slidingWindow: Array.from({ length: skeleton.nLayers }, () => null)
    }
  },
  tensorNames: skeletonTensorNames,
  isIgnored: isRopeBuffer
}

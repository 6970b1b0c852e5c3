/** Mistral: one sliding window for all layers, or none. */
import { configLimits } from './config-fields.ts'
import type { Family } from './family.ts'
import { isRopeBuffer, readSkeleton, skeletonTensorNames } from './skeleton.ts'

export const mistral: Family = {
  modelType: 'mistral',
  architecture: 'MistralForCausalLM',
  readConfig(fields, architecture) {
    const skeleton = readSkeleton(fields, {
      maxPositions: 131_072,
      bosTokenId: 1,
      eosTokenIds: [2],
      nKvHeads: 8,
      dHead: null
    })
    // Absent means the class's 4096; only null switches it off.
    const window = fields.isNull('sliding_window')
      ? null
      : fields.size('sliding_window', configLimits.positions, 4_096)
    return {
      family: 'mistral',
      architecture,
      ...skeleton,
      attentionBias: { q: false, k: false, v: false, o: false },
      feedForwardBias: false,
      queryKeyNorm: false,
      slidingWindow: Array.from({ length: skeleton.nLayers }, () => window)
    }
  },
  tensorNames: skeletonTensorNames,
  isIgnored: isRopeBuffer
}

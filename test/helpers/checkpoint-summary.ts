import type { CheckpointSummary } from '../../preload/data.ts'

/** A summary of a small made-up checkpoint. */
export const smallSummary: CheckpointSummary = {
  name: 'small',
  family: 'llama',
  architecture: 'LlamaForCausalLM',
  nLayers: 2,
  nHeads: 4,
  nKvHeads: 4,
  dModel: 64,
  dHead: 16,
  dFfn: 128,
  nVocab: 256,
  maxPositions: 128,
  nParameters: 100_000,
  sizeBytes: 400_000,
  storedDtype: 'F32',
  tiedEmbeddings: false,
  rope: 'default',
  hasChatTemplate: false,
  containsCode: false,
  warnings: []
}

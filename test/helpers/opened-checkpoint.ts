import type { OpenedCheckpoint } from '../../preload/data.ts'

/** A checkpoint as main describes it. */
export function openedCheckpoint(handle: string): OpenedCheckpoint {
  return {
    handle,
    label: `models/${handle}`,
    summary: {
      name: handle,
      family: 'Llama',
      architecture: 'LlamaForCausalLM',
      nLayers: 2,
      nHeads: 4,
      nKvHeads: 2,
      dModel: 64,
      dHead: 16,
      dFfn: 128,
      nVocab: 100,
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
  }
}

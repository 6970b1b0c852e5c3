/** What an attribution takes of memory, counted from the config and the lengths; float32 throughout. */
import type { ModelConfig } from '../../checkpoint/config.ts'
import { savedPorts } from '../../graph/layers/step.ts'
import { llamaLayer } from '../../graph/layers/llama-layer.ts'
import type { Extent } from './forward.ts'
import { layerWeights } from './operations.ts'

export interface MemoryNeeds {
  /** Layer inputs, one layer's saved values, one run, its directions, logits. */
  readonly activationBytes: number
  /** The directions of one batch, before and after a layer. */
  readonly stateBytes: number
  /** With all layers and their saved values in memory. */
  readonly residentBytes: number
  /** With two layers' weights and one's saved values. */
  readonly streamedBytes: number
}

/** The program itself, the engine, and slack. */
export const baseBytes = 350 * 2 ** 20
/** Two blocks of the output embedding (`runtime/head.ts`). */
const headBytes = 2 * 48 * 2 ** 20

/** @param batch directions in one run */
export function memoryNeeds(
  config: ModelConfig,
  extent: Extent,
  chunk: number,
  batch: number
): MemoryNeeds {
  const nInputs = inputsOf(extent)
  const layerBytes = 4 * layerWeights(config)
  const saved = 4 * nInputs * savedWidth(config)
  const inputs = 4 * nInputs * config.dModel * config.nLayers
  const stateBytes = 8 * nInputs * config.dModel * batch
  const logits = 8 * extent.nResponse * config.nVocab
  const run = runBytes(config, extent, chunk, batch)
  const activationBytes = inputs + saved + run + stateBytes + logits
  const shared = baseBytes + activationBytes + headBytes
  return {
    activationBytes,
    stateBytes,
    residentBytes: shared + layerBytes * config.nLayers + saved * (config.nLayers - 1),
    streamedBytes: shared + 2 * layerBytes
  }
}

/** Bytes of one run's intermediate values. */
export function runBytes(
  config: ModelConfig,
  extent: Extent,
  chunk: number,
  batch: number
): number {
  const nKeys = inputsOf(extent)
  const rows = Math.min(chunk, nKeys) * batch
  const perRow = 3 * config.nHeads * nKeys + 4 * config.dFfn + 16 * config.dModel
  const keys = 8 * nKeys * batch * config.nKvHeads * config.dHead
  return 4 * (rows * perRow + keys)
}

/** Positions that are computed: the last response token predicts nothing. */
export function inputsOf({ responseStart, nResponse }: Extent): number {
  return responseStart + nResponse - 1
}

/** The longest response to the same prompt, shorter than this one, that fits; 0 for none. */
export function longestResponse(extent: Extent, fits: (shorter: Extent) => boolean): number {
  let longest = 0
  let tooLong = extent.nResponse
  while (tooLong - longest > 1) {
    const nResponse = Math.floor((longest + tooLong) / 2)
    if (fits({ ...extent, nResponse })) longest = nResponse
    else tooLong = nResponse
  }
  return longest
}

function savedWidth(config: ModelConfig): number {
  const layer = llamaLayer(config)
  return savedPorts(layer).reduce((sum, { width }) => sum + width, 2 * layer.kvWidth)
}

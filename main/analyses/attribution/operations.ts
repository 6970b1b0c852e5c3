/**
 * Floating-point operations of an attribution: 2mnk of every product of the primal and of the chosen
 * direction, after causal cuts. What is recomputed (attention weights in the derivatives, saved values
 * when memory is short) is not counted.
 */
import type { ModelConfig } from '../../checkpoint/config.ts'
import type { TargetKind } from '../../../preload/data.ts'
import { chunksOf } from '../../runtime/layer-runs.ts'
import type { Extent, Sources } from './forward.ts'

export type Derivative = 'forward' | 'reverse'

/** Weights of one layer's linear maps. */
export function layerWeights({ dModel, dFfn, dHead, nHeads, nKvHeads }: ModelConfig): number {
  return 2 * dModel * dHead * (nHeads + nKvHeads) + 3 * dModel * dFfn
}

/** The pass itself and the output embedding at the positions that predict. */
export function primalOperations(
  config: ModelConfig,
  extent: Extent,
  target: TargetKind,
  chunk: number
): number {
  const nInputs = extent.responseStart + extent.nResponse - 1
  // Logits, and for targets with a normaliser the mean output embedding.
  const headProducts = target === 'probability' || target === 'log-probability' ? 2 : 1
  const head = 2 * headProducts * extent.nResponse * config.nVocab * config.dModel
  return config.nLayers * passOperations(config, nInputs, chunk) + head
}

/** One layer over a sequence. */
export function passOperations(config: ModelConfig, nInputs: number, chunk: number): number {
  const scores = scoreProducts(0, nInputs, chunk, 4) * config.dHead * config.nHeads
  return 2 * nInputs * layerWeights(config) + scores
}

/** One batch of sources [from, to) forward, or of targets in reverse. */
export function batchOperations(
  config: ModelConfig,
  extent: Extent,
  direction: Derivative,
  batch: Sources,
  chunk: number
): number {
  const [from, to] = batch
  const first = direction === 'forward' ? extent.promptStart + from : 0
  const end =
    direction === 'forward'
      ? extent.responseStart + extent.nResponse - 1
      : extent.responseStart + to - 1
  const linear = 2 * (end - first) * layerWeights(config)
  const attention = scoreProducts(first, end, chunk, 8) * config.dHead * config.nHeads
  return config.nLayers * (to - from) * (linear + attention)
}

/** One removed token [n]: the positions after it, and the output embedding. */
export function removalOperations(
  config: ModelConfig,
  extent: Extent,
  n: number,
  chunk: number
): number {
  const first = extent.promptStart + n
  const end = extent.responseStart + extent.nResponse - 2
  const head = 2 * extent.nResponse * config.nVocab * config.dModel
  const scores = scoreProducts(first, end, chunk, 4) * config.dHead * config.nHeads
  return config.nLayers * (2 * Math.max(0, end - first) * layerWeights(config) + scores) + head
}

/** Queries × keys over chunks, `each` operations a pair, head and dimension. */
function scoreProducts(first: number, end: number, chunk: number, each: number): number {
  return chunksOf(first, end, chunk).reduce((sum, [from, to]) => sum + each * (to - from) * to, 0)
}

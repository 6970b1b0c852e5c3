import type { LlamaShape } from '../../../main/graph/layers/llama-layer.ts'
import { attentionWeightsReference, recombineReference } from './attention.ts'
import { gatedSiluReference } from './gated-silu.ts'
import { linearReference } from './linear.ts'
import { rmsNormReference } from './rms-norm.ts'
import { rotaryReference } from './rotary.ts'

/** Weights of a layer by role, as the checkpoint holds them. */
export type LayerWeights = Readonly<Record<string, Float64Array>>

export interface PositionTables {
  /** [nPositions, dHead / 2] */
  readonly cos: ArrayLike<number>
  readonly sin: ArrayLike<number>
  /** [nPositions, nPositions] */
  readonly mask: ArrayLike<number>
}

/**
 * A whole decoder layer in float64, written from the formulas and not from the steps: its output, and the
 * attention weights on the way to it, [nHeads, nPositions, nPositions].
 */
export function llamaLayerValues(
  x: Float64Array,
  shape: LlamaShape,
  weights: LayerWeights,
  { cos, sin, mask }: PositionTables
): { readonly y: Float64Array; readonly attention: Float64Array } {
  const { dModel, nHeads, nKvHeads, dHead, normEpsilon, queryKeyNorm } = shape
  const map = (input: Float64Array, role: string) => {
    const weight = weights[role]!
    const bias = weights[`${role}Bias`]
    const widthIn = role === 'down' ? shape.dFfn : role === 'o' ? nHeads * dHead : dModel
    return linearReference(input, widthIn, { weight, ...(bias && { bias }) })
  }
  const norm = (input: Float64Array, size: number, gain: Float64Array) =>
    rmsNormReference(input, size, normEpsilon).map((value, i) => value * gain[i % size]!)
  const n = norm(x, dModel, weights['inputNorm']!)
  let q = map(n, 'q')
  let k = map(n, 'k')
  if (queryKeyNorm) {
    q = norm(q, dHead, weights['qNorm']!)
    k = norm(k, dHead, weights['kNorm']!)
  }
  q = rotaryReference(q, nHeads, dHead, cos, sin)
  k = rotaryReference(k, nKvHeads, dHead, cos, sin)
  const heads = { nHeads, nKvHeads, dHead, scale: 1 / Math.sqrt(dHead) }
  const attention = attentionWeightsReference(q, k, mask, heads)
  const x1 = add(x, map(recombineReference(attention, map(n, 'v'), heads), 'o'))
  const m = norm(x1, dModel, weights['postAttentionNorm']!)
  const y = add(x1, map(gatedSiluReference(map(m, 'gate'), map(m, 'up')), 'down'))
  return { y, attention }
}

function add(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value + b[i]!)
}

/** Queries and keys of words by the heads of one layer, through onnxruntime, the weights staying in their file. */
import type { Checkpoint } from '../../checkpoint/checkpoint.ts'
import type { TensorInfo } from '../../checkpoint/safetensors.ts'
import { AppError } from '../../errors.ts'
import { GraphBuilder, type Value } from '../../graph/builder.ts'
import { cpu } from '../../runtime/device.ts'
import { loadWithWeights } from '../../runtime/load-with-weights.ts'
import { floats } from '../../runtime/tensor.ts'
import { appendWeight } from '../../runtime/weights.ts'
import type { HeadGroup } from './head-groups.ts'

export interface Activations {
  /** [query heads · dHead, nWords] and [key/value heads · dHead, nWords]: a dimension a row */
  readonly queries: Float32Array
  readonly keys: Float32Array
}

export interface Projection {
  readonly nQueries: number
  readonly nKeys: number
  /** @param x  [nWords, dModel] */
  project(x: Float32Array, nWords: number): Promise<Activations>
  release(): Promise<void>
}

/**
 * Loads Hq = E (diag(gain) Wqᵀ) and Hk = E (diag(gain) Wkᵀ) for a group of heads (method.md section 3,
 * step 1): no bias, no query or key norm, no position. The gain is folded into the weights, which are packed
 * ahead: a word's activations are then the same to the bit whichever block it is in.
 *
 * @throws AppError `request/invalid` for a layer there is not; those of `loadWithWeights`
 */
export async function loadProjection(
  checkpoint: Checkpoint,
  layer: number,
  group: HeadGroup,
  nThreads: number
): Promise<Projection> {
  const { nLayers, nHeads, nKvHeads, dHead, dModel } = checkpoint.config
  const roles = checkpoint.tensors.layers[layer]
  if (!roles) throw new AppError('request/invalid', `layer ${layer}, expected 0 to ${nLayers - 1}`)
  const { q, k, inputNorm } = roles
  const perKey = nHeads / nKvHeads
  const graph = new GraphBuilder('heads')
  const x = graph.input('x', 'float32', ['words', dModel])
  const gain = appendWeight(graph, inputNorm)
  const queries = { from: group.from * perKey * dHead, to: group.to * perKey * dHead }
  const keys = { from: group.from * dHead, to: group.to * dHead }
  appendProjection(graph, 'queries', x, gain, q, queries)
  appendProjection(graph, 'keys', x, gain, k, keys)
  const session = await loadWithWeights(graph.encode(), [q, k, inputNorm], {
    device: cpu,
    nThreads,
    use: 'often'
  })
  return {
    nQueries: queries.to - queries.from,
    nKeys: keys.to - keys.from,
    async project(words, nWords) {
      const found = await session.run({ x: floats(words, [nWords, dModel]) })
      return { queries: found['queries']!, keys: found['keys']! }
    },
    release: () => session.release()
  }
}

function appendProjection(
  graph: GraphBuilder,
  name: string,
  x: Value,
  gain: Value,
  weight: TensorInfo,
  rows: { readonly from: number; readonly to: number }
): void {
  const folded = graph.node('Mul', [appendWeight(graph, weight, rows), gain])
  const product = graph.node('Gemm', [x, folded], { transB: 1 })
  const nRows = rows.to - rows.from
  // In three dimensions: the engine would turn a plain transpose of the product into another product, whose
  // right side are the words, not the packed weights.
  const stacked = graph.node('Reshape', [product, graph.integers([1, -1, nRows])])
  const turned = graph.node('Transpose', [stacked], { perm: [0, 2, 1] })
  graph.output(name, graph.node('Reshape', [turned, graph.integers([nRows, -1])]), [nRows, 'words'])
}

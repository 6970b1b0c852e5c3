/** A few decoder layers with seeded weights, through onnxruntime and in float64. */
import { llamaLayer, type LlamaShape } from '../../main/graph/layers/llama-layer.ts'
import { rotaryTables } from '../../main/graph/layers/rotary-tables.ts'
import { buildLayerGraph, type Mode } from '../../main/graph/segments/layer-graph.ts'
import { runAttention } from '../../main/runtime/attention-run.ts'
import { cpu } from '../../main/runtime/device.ts'
import {
  runAdjoint,
  runPrimal,
  runTangent,
  type LayerContext,
  type SavedLayer
} from '../../main/runtime/layer-runs.ts'
import { causalMask, type Positions } from '../../main/runtime/positions.ts'
import { createSession } from '../../main/runtime/session.ts'
import { floats, integers, type Session } from '../../main/runtime/tensor.ts'
import { noise } from './noise.ts'
import { llamaLayerValues, type LayerWeights } from './reference/llama-layer.ts'

/** Positions at most. */
const longest = 16
const rope = { type: 'default', theta: 10_000 } as const

export interface ToyOptions {
  readonly nLayers: number
  readonly window?: number | null
}

export class ToyDecoder {
  readonly shape: LlamaShape
  readonly #weights: readonly LayerWeights[]
  readonly #window: number | null
  readonly #sessions: readonly Readonly<Record<Mode, Session>>[]

  private constructor(
    shape: LlamaShape,
    weights: readonly LayerWeights[],
    window: number | null,
    sessions: readonly Readonly<Record<Mode, Session>>[]
  ) {
    this.shape = shape
    this.#weights = weights
    this.#window = window
    this.#sessions = sessions
  }

  static async create(
    shape: LlamaShape,
    { nLayers, window = null }: ToyOptions
  ): Promise<ToyDecoder> {
    const weights = Array.from({ length: nLayers }, (_, index) => makeWeights(shape, index))
    const sessions = await Promise.all(weights.map((layer) => loadLayer(shape, layer)))
    return new ToyDecoder(shape, weights, window, sessions)
  }

  async primal(x: Float64Array, chunk: number): Promise<{ y: Float32Array; saved: SavedLayer[] }> {
    let y: Float32Array = Float32Array.from(x)
    const saved: SavedLayer[] = []
    for (let index = 0; index < this.#sessions.length; index++) {
      const run = await runPrimal(this.#context(index, 'primal', chunk), y)
      y = run.y
      saved.push(run.saved)
    }
    return { y, saved }
  }

  /** The output, and the attention weights of each layer, [nHeads, nPositions, nPositions]. */
  async attention(
    x: Float64Array,
    chunk: number
  ): Promise<{ y: Float32Array; weights: Float32Array[] }> {
    let y: Float32Array = Float32Array.from(x)
    const weights: Float32Array[] = []
    for (let index = 0; index < this.#sessions.length; index++) {
      const context = this.#context(index, 'shown', chunk)
      const run = await runAttention(context, y, this.#window, { wantsWeights: true })
      y = run.y
      weights.push(run.weights!)
    }
    return { y, weights }
  }

  /** @param dx [nPositions − first, nDirections, dModel] */
  async tangent(
    saved: readonly SavedLayer[],
    dx: Float64Array,
    options: { readonly nDirections: number; readonly first: number; readonly chunk: number }
  ): Promise<Float32Array> {
    const { nDirections, first, chunk } = options
    let dy: Float32Array = Float32Array.from(dx)
    for (const [index, layer] of saved.entries()) {
      dy = await runTangent(this.#context(index, 'tangent', chunk), layer, dy, nDirections, first)
    }
    return dy
  }

  /** @param dy [nPositions, nDirections, dModel], of the first positions */
  async adjoint(
    saved: readonly SavedLayer[],
    dy: Float64Array,
    { nDirections, chunk }: { readonly nDirections: number; readonly chunk: number }
  ): Promise<Float32Array> {
    let dx: Float32Array = Float32Array.from(dy)
    for (let index = saved.length - 1; index >= 0; index--) {
      const context = this.#context(index, 'adjoint', chunk)
      dx = await runAdjoint(context, saved[index]!, dx, nDirections)
    }
    return dx
  }

  /** The same layers in float64. */
  reference(x: Float64Array): Float64Array {
    return this.#layerValues(x).at(-1)!.y
  }

  /** Their attention weights in float64. */
  attentionReference(x: Float64Array): Float64Array[] {
    return this.#layerValues(x).map(({ attention }) => attention)
  }

  #layerValues(x: Float64Array) {
    const nPositions = x.length / this.shape.dModel
    const { cos, sin } = rotaryTables(rope, this.shape.dHead, nPositions, nPositions)
    const mask = causalMask(0, nPositions, this.#window)
    let y = x
    return this.#weights.map((weights) => {
      const values = llamaLayerValues(y, this.shape, weights, { cos, sin, mask })
      y = values.y
      return values
    })
  }

  async release(): Promise<void> {
    for (const layer of this.#sessions) {
      for (const session of Object.values(layer)) await session.release()
    }
  }

  #context(index: number, mode: Mode, chunk: number): LayerContext {
    return {
      layer: llamaLayer(this.shape),
      index,
      session: this.#sessions[index]![mode],
      positions: toyPositions(this.shape.dHead, this.#window),
      chunk
    }
  }
}

function makeWeights(shape: LlamaShape, index: number): LayerWeights {
  const sizes = Object.entries(weightShapes(shape))
  return Object.fromEntries(
    sizes.map(([role, size], i) => {
      const length = size.reduce((product, n) => product * n, 1)
      const values = noise(1_000 * (index + 1) + i, length)
      if (role.endsWith('Norm')) return [role, values.map((value) => Math.fround(1 + value / 2))]
      const width = size.length > 1 ? size[1]! : 4
      return [role, values.map((value) => Math.fround((value * 2) / Math.sqrt(width)))]
    })
  )
}

function weightShapes(shape: LlamaShape): Record<string, readonly number[]> {
  const { dModel, dFfn, nHeads, nKvHeads, dHead, attentionBias: bias } = shape
  const width = { q: nHeads * dHead, k: nKvHeads * dHead, v: nKvHeads * dHead }
  return {
    inputNorm: [dModel],
    postAttentionNorm: [dModel],
    q: [width.q, dModel],
    k: [width.k, dModel],
    v: [width.v, dModel],
    o: [dModel, width.q],
    gate: [dFfn, dModel],
    up: [dFfn, dModel],
    down: [dModel, dFfn],
    ...(bias.q && { qBias: [width.q] }),
    ...(bias.k && { kBias: [width.k] }),
    ...(bias.v && { vBias: [width.v] }),
    ...(bias.o && { oBias: [dModel] }),
    ...(shape.feedForwardBias && { gateBias: [dFfn], upBias: [dFfn], downBias: [dModel] }),
    ...(shape.queryKeyNorm && { qNorm: [dHead], kNorm: [dHead] })
  }
}

async function loadLayer(
  shape: LlamaShape,
  weights: LayerWeights
): Promise<Readonly<Record<Mode, Session>>> {
  const shapes = weightShapes(shape)
  const load = (mode: Mode) =>
    createSession(
      buildLayerGraph(llamaLayer(shape), mode, (graph, role) =>
        graph.floats([...weights[role]!], shapes[role]!)
      ),
      { device: cpu, nThreads: 1, weightsFolder: '.', use: 'often' }
    )
  return {
    primal: await load('primal'),
    decode: await load('decode'),
    shown: await load('shown'),
    tangent: await load('tangent'),
    adjoint: await load('adjoint')
  }
}

function toyPositions(dHead: number, window: number | null): Pick<Positions, 'feeds'> {
  return {
    feeds(_index, from, to, nDirections) {
      const { cos, sin } = rotaryTables(rope, dHead, longest, longest)
      const ids = Array.from({ length: to - from }, (_, i) => from + i)
      return {
        size: integers([to - from, nDirections]),
        cos: floats(cos, [longest, dHead / 2]),
        sin: floats(sin, [longest, dHead / 2]),
        positionIds: integers(ids, [to - from, 1]),
        mask: floats(causalMask(from, to, window), [to - from, to])
      }
    }
  }
}

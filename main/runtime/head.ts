/**
 * The output embedding as products: logits, log-sum-exps, and weighted sums of its rows. The vocabulary is cut into blocks, so that even a large one is never in
 * memory twice; streamed, a block is loaded, used for all rows and released.
 */
import type { Checkpoint } from '../checkpoint/checkpoint.ts'
import type { TensorInfo } from '../checkpoint/safetensors.ts'
import { GraphBuilder, type Value } from '../graph/builder.ts'
import { loadWithWeights } from './load-with-weights.ts'
import type { LayerSessionsOptions } from './layer-sessions.ts'
import { floats, integers, type Session } from './tensor.ts'
import { appendWeight } from './weights.ts'

type Product = 'logits' | 'others' | 'combine'

/**
 * `often` keeps a product's sessions where memory is resident, compiled for speed. `kept` keeps them compiled
 * as for `once`: its sums are those of `once` to the last bit.
 */
export type HeadUse = 'once' | 'often' | 'kept'

/** float32 bytes of the output embedding in one block. */
const blockBytes = 48 * 2 ** 20
/** Numbers that are added one after another; blocks are a multiple of it but for the last. */
const sumLength = 512

export class Head {
  readonly nVocab: number
  readonly #weight: TensorInfo
  readonly #dModel: number
  readonly #options: LayerSessionsOptions
  readonly #open = new Map<string, Session>()

  constructor(checkpoint: Checkpoint, options: LayerSessionsOptions) {
    this.#weight = checkpoint.tensors.head
    this.#dModel = checkpoint.config.dModel
    this.nVocab = this.#weight.shape[0]!
    this.#options = options
  }

  /**
   * @param x [nRows, dModel], after the final norm with its gain
   * @returns [nRows, nVocab]
   */
  async logits(x: Float32Array, use: HeadUse): Promise<Float32Array> {
    const nRows = x.length / this.#dModel
    const all = new Float32Array(nRows * this.nVocab)
    await this.#eachBlock('logits', use, async (session, from, to) => {
      const { y } = await session.run({ x: floats(x, [nRows, this.#dModel]) })
      for (let row = 0; row < nRows; row++) {
        all.set(y!.subarray(row * (to - from), (row + 1) * (to - from)), row * this.nVocab + from)
      }
    })
    return all
  }

  /**
   * ln Σ_{v ≠ y} exp(logit_v) without the logits ever leaving the engine. Leaving y out keeps 1 − p exact
   * where a model is all but sure.
   *
   * @param x [nRows, dModel]
   * @param ids [nRows], the y of each row
   * @returns [nRows], gathered over blocks in float64
   */
  async logSumExpOfOthers(x: Float32Array, ids: readonly number[]): Promise<Float64Array> {
    const nRows = ids.length
    const total = new Float64Array(nRows).fill(-Infinity)
    await this.#eachBlock('others', 'often', async (session, from, to) => {
      const isHere = (id: number) => id >= from && id < to
      const { y } = await session.run({
        x: floats(x, [nRows, this.#dModel]),
        column: integers(
          ids.map((id) => (isHere(id) ? id - from : 0)),
          [nRows, 1]
        ),
        shift: floats(
          Float32Array.from(ids, (id) => (isHere(id) ? -Infinity : 0)),
          [nRows, 1]
        )
      })
      for (let row = 0; row < nRows; row++) total[row] = logAdd(total[row]!, y![row]!)
    })
    return total
  }

  /**
   * Σ_v c[row, v] · W[v]
   *
   * @param coefficients [nRows, nVocab]
   * @returns [nRows, dModel], gathered over blocks in float64
   */
  async combine(coefficients: Float32Array, use: HeadUse): Promise<Float64Array> {
    const nRows = coefficients.length / this.nVocab
    const total = new Float64Array(nRows * this.#dModel)
    await this.#eachBlock('combine', use, async (session, from, to) => {
      const part = new Float32Array(nRows * (to - from))
      for (let row = 0; row < nRows; row++) {
        part.set(
          coefficients.subarray(row * this.nVocab + from, row * this.nVocab + to),
          row * (to - from)
        )
      }
      const { y } = await session.run({ x: floats(part, [nRows, to - from]) })
      for (let i = 0; i < total.length; i++) total[i]! += y![i]!
    })
    return total
  }

  async release(): Promise<void> {
    for (const session of this.#open.values()) await session.release()
    this.#open.clear()
  }

  async #eachBlock(
    product: Product,
    use: HeadUse,
    work: (session: Session, from: number, to: number) => Promise<void>
  ): Promise<void> {
    const rows = sumLength * Math.max(1, Math.floor(blockBytes / (4 * this.#dModel * sumLength)))
    for (let from = 0; from < this.nVocab; from += rows) {
      const to = Math.min(from + rows, this.nVocab)
      const key = `${product}/${use}/${from}`
      const session = this.#open.get(key) ?? (await this.#load(product, use, from, to))
      const isKept = use !== 'once' && this.#options.memory === 'resident'
      if (isKept) this.#open.set(key, session)
      try {
        await work(session, from, to)
      } finally {
        if (!isKept && !this.#open.has(key)) await session.release()
      }
    }
  }

  async #load(product: Product, use: HeadUse, from: number, to: number): Promise<Session> {
    const graph = new GraphBuilder(`head/${product}`)
    const width = product === 'combine' ? to - from : this.#dModel
    const x = graph.input('x', 'float32', ['rows', width])
    const weight = appendWeight(graph, this.#weight, { from, to })
    const y = graph.node('Gemm', [x, weight], { transB: product === 'combine' ? 0 : 1 })
    if (product === 'others') {
      graph.output('y', logSumExpOfOthers(graph, y, to - from), ['rows'])
    } else {
      graph.output('y', y, ['rows', product === 'combine' ? this.#dModel : to - from])
    }
    const { device, nThreads } = this.#options
    return loadWithWeights(graph.encode(), [this.#weight], {
      device,
      nThreads,
      use: use === 'often' ? 'often' : 'once'
    })
  }
}

/**
 * ln Σ exp of each row [rows, width], in two steps: the engine adds numbers one after another in float32,
 * and over a whole vocabulary that costs more than a small probability's change is worth.
 */
function logSumExp(graph: GraphBuilder, y: Value, width: number): Value {
  const missing = (sumLength - (width % sumLength)) % sumLength
  const low = graph.floats([-Infinity], [])
  const padded = missing > 0 ? graph.node('Pad', [y, graph.integers([0, 0, 0, missing]), low]) : y
  const parts = graph.node('Reshape', [padded, graph.integers([0, -1, sumLength])])
  const sums = graph.node('ReduceLogSumExp', [parts, graph.integers([2])], { keepdims: 0 })
  return graph.node('ReduceLogSumExp', [sums, graph.integers([1])], { keepdims: 0 })
}

/** The logit in `column` of each row is shifted (to −∞ where it is the row's own) before the sum. */
function logSumExpOfOthers(graph: GraphBuilder, logits: Value, width: number): Value {
  const column = graph.input('column', 'int64', ['rows', 1])
  const shift = graph.input('shift', 'float32', ['rows', 1])
  const own = graph.node('GatherElements', [logits, column], { axis: 1 })
  const shifted = graph.node('Add', [own, shift])
  const others = graph.node('ScatterElements', [logits, column, shifted], { axis: 1 })
  return logSumExp(graph, others, width)
}

/** ln(eᵃ + eᵇ) */
function logAdd(a: number, b: number): number {
  const high = Math.max(a, b)
  return high === -Infinity ? high : high + Math.log(Math.exp(a - high) + Math.exp(b - high))
}

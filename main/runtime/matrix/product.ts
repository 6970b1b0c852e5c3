/** Matrix products through onnxruntime, both sides given when it runs. */
import { AppError } from '../../errors.ts'
import { GraphBuilder, type Value } from '../../graph/builder.ts'
import { cpu } from '../device.ts'
import { createSession } from '../session.ts'
import { floats, type Fetched, type Session } from '../tensor.ts'

/**
 * All matrices are row-major and float32; sums are too, but for `timesInDouble`. A product is made in one
 * native call that blocks the thread.
 */
export interface MatrixProduct {
  /** A [m, k] · Bᵀ with B [n, k]; returns [m, n]. */
  timesTransposed(
    a: Float32Array,
    m: number,
    b: Float32Array,
    n: number,
    k: number
  ): Promise<Float32Array>
  /** A [m, k] · B [k, n]; returns [m, n]. */
  times(a: Float32Array, m: number, b: Float32Array, n: number, k: number): Promise<Float32Array>
  /** A [m, k] · B [k, n] in float64; returns [m, n]. Takes twice the time, and memory for B in float64. */
  timesInDouble(
    a: Float32Array,
    m: number,
    b: Float32Array,
    n: number,
    k: number
  ): Promise<Float64Array>
  /** Frees the sessions; no product can be made after it. */
  close(): Promise<void>
}

/** Sessions for products of any sizes: they are known only when a product runs. */
export async function createProduct({ nThreads }: { nThreads: number }): Promise<MatrixProduct> {
  const transposed = await load(singleGraph(true), nThreads)
  const plain = await load(singleGraph(false), nThreads)
  const double = await load(doubleGraph(), nThreads)
  return {
    async timesTransposed(a, m, b, n, k) {
      const { y } = await multiply(transposed, a, [m, k], b, [n, k])
      return y ?? new Float32Array(m * n)
    },
    async times(a, m, b, n, k) {
      const { y } = await multiply(plain, a, [m, k], b, [k, n])
      return y ?? new Float32Array(m * n)
    },
    async timesInDouble(a, m, b, n, k) {
      const { y, rest } = await multiply(double, a, [m, k], b, [k, n])
      const sum = Float64Array.from(y ?? new Float32Array(m * n))
      if (rest) for (let i = 0; i < sum.length; i++) sum[i]! += rest[i]!
      return sum
    },
    async close() {
      for (const session of [transposed, plain, double]) await session.release()
    }
  }
}

function singleGraph(isTransposed: boolean): Uint8Array {
  const graph = new GraphBuilder('product')
  const a = graph.input('a', 'float32', ['m', 'k'])
  const b = graph.input('b', 'float32', isTransposed ? ['n', 'k'] : ['k', 'n'])
  graph.output('y', graph.node('Gemm', [a, b], { transB: isTransposed ? 1 : 0 }), ['m', 'n'])
  return graph.encode()
}

/** TensorProto.DataType, as `Cast` takes it. */
const single = 1
const double = 11

/** Sessions give out float32 only: the product comes as what float32 holds of it and the rest. */
function doubleGraph(): Uint8Array {
  const graph = new GraphBuilder('product in double')
  const widen = (value: Value) => graph.node('Cast', [value], { to: double })
  const narrow = (value: Value) => graph.node('Cast', [value], { to: single })
  const a = graph.input('a', 'float32', ['m', 'k'])
  const b = graph.input('b', 'float32', ['k', 'n'])
  const product = graph.node('MatMul', [widen(a), widen(b)])
  const y = narrow(product)
  graph.output('y', y, ['m', 'n'])
  graph.output('rest', narrow(graph.node('Sub', [product, widen(y)])), ['m', 'n'])
  return graph.encode()
}

function load(model: Uint8Array, nThreads: number): Promise<Session> {
  return createSession(model, { device: cpu, nThreads, weightsFolder: '.', use: 'often' })
}

/** Nothing where a side is empty: the engine has no product of nothing. */
async function multiply(
  session: Session,
  a: Float32Array,
  aShape: readonly [number, number],
  b: Float32Array,
  bShape: readonly [number, number]
): Promise<Fetched> {
  if (a.length !== aShape[0] * aShape[1] || b.length !== bShape[0] * bShape[1]) {
    throw new AppError(
      'internal',
      `product of ${a.length} and ${b.length} numbers, expected [${aShape.join(', ')}] and [${bShape.join(', ')}]`
    )
  }
  if (a.length === 0 || b.length === 0) return {}
  return session.run({ a: floats(a, aShape), b: floats(b, bShape) })
}

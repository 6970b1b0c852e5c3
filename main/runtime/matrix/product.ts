/** Matrix products in float32 through onnxruntime, both sides given when it runs. */
import { AppError } from '../../errors.ts'
import { GraphBuilder } from '../../graph/builder.ts'
import { cpu } from '../device.ts'
import { createSession } from '../session.ts'
import { floats, type Session } from '../tensor.ts'

/** All matrices are row-major. A product is made in one native call that blocks the thread. */
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
  /** Frees the sessions; no product can be made after it. */
  close(): Promise<void>
}

/** Sessions for products of any sizes: they are known only when a product runs. */
export async function createProduct({ nThreads }: { nThreads: number }): Promise<MatrixProduct> {
  const transposed = await loadProduct(true, nThreads)
  const plain = await loadProduct(false, nThreads)
  return {
    timesTransposed: (a, m, b, n, k) => multiply(transposed, a, [m, k], b, [n, k], m * n),
    times: (a, m, b, n, k) => multiply(plain, a, [m, k], b, [k, n], m * n),
    async close() {
      await transposed.release()
      await plain.release()
    }
  }
}

async function loadProduct(isTransposed: boolean, nThreads: number): Promise<Session> {
  const graph = new GraphBuilder('product')
  const a = graph.input('a', 'float32', ['m', 'k'])
  const b = graph.input('b', 'float32', isTransposed ? ['n', 'k'] : ['k', 'n'])
  graph.output('y', graph.node('Gemm', [a, b], { transB: isTransposed ? 1 : 0 }), ['m', 'n'])
  return createSession(graph.encode(), { device: cpu, nThreads, weightsFolder: '.', use: 'often' })
}

async function multiply(
  session: Session,
  a: Float32Array,
  aShape: readonly [number, number],
  b: Float32Array,
  bShape: readonly [number, number],
  length: number
): Promise<Float32Array> {
  if (a.length !== aShape[0] * aShape[1] || b.length !== bShape[0] * bShape[1]) {
    throw new AppError(
      'internal',
      `product of ${a.length} and ${b.length} numbers, expected [${aShape.join(', ')}] and [${bShape.join(', ')}]`
    )
  }
  // The engine has no product of nothing.
  if (a.length === 0 || b.length === 0) return new Float32Array(length)
  const { y } = await session.run({ a: floats(a, aShape), b: floats(b, bShape) })
  return y!
}

/** The covariance of a weight's columns or rows, through onnxruntime, the weight staying in its file. */
import type { TensorInfo } from '../../checkpoint/safetensors.ts'
import { AppError } from '../../errors.ts'
import { GraphBuilder, type Value } from '../../graph/builder.ts'
import { cpu } from '../device.ts'
import { loadWithWeights } from '../load-with-weights.ts'
import { appendWeight } from '../weights.ts'

/** How a linear map lies in its file: `out-in` [dOut, dIn] as torch's Linear, `in-out` its transpose. */
export type Orientation = 'out-in' | 'in-out'

export interface CovarianceOptions {
  readonly orientation: Orientation
  readonly nThreads: number
  /** Called after every block with the fraction that is done; may throw to stop. */
  readonly onBlock: (fraction: number) => void
  /** float32 bytes of the features of one block. */
  readonly blockBytes?: number
}

/** Output features [from, to). */
interface Block {
  readonly from: number
  readonly to: number
}

/** Two blocks are in memory at a time, centred and not; their product runs near the machine's peak. */
const usualBlockBytes = 24 * 2 ** 20

/**
 * The covariance of a linear map's outputs over its inputs: C = Wcᵀ Wc / (dIn − 1) with W [dIn, dOut] and
 * the mean over the inputs taken off each column. Products in float32, with the mean taken off before them,
 * so that nothing cancels. Only blocks on and above the diagonal are computed.
 *
 * @returns [dOut, dOut], symmetric to the bit
 * @throws AppError `checkpoint/unsupported` for fewer than two inputs, those of `loadWithWeights`
 */
export async function outputCovariance(
  tensor: TensorInfo,
  { orientation, nThreads, onBlock, blockBytes = usualBlockBytes }: CovarianceOptions
): Promise<Float32Array> {
  const { dOut, dIn } = mapSizes(tensor, orientation)
  if (dIn < 2) {
    throw new AppError(
      'checkpoint/unsupported',
      `tensor "${tensor.name}": ${dIn} inputs, a covariance takes at least 2`
    )
  }
  const covariance = new Float32Array(dOut * dOut)
  const pairs = blockPairs(dOut, dIn, blockBytes)
  for (const [index, [rows, columns]] of pairs.entries()) {
    const model = covarianceGraph(tensor, orientation, rows, columns)
    const session = await loadWithWeights(model, [tensor], { device: cpu, nThreads, use: 'once' })
    try {
      const { y } = await session.run({})
      place(covariance, dOut, rows, columns, y!)
    } finally {
      await session.release()
    }
    onBlock((index + 1) / pairs.length)
  }
  return covariance
}

/** Floating-point operations: 2mnk of the blocks on and above the diagonal. */
export function covarianceOperations(dOut: number, dIn: number): number {
  return blockPairs(dOut, dIn, usualBlockBytes).reduce(
    (sum, [rows, columns]) => sum + 2 * (rows.to - rows.from) * (columns.to - columns.from) * dIn,
    0
  )
}

/** Bytes that are in memory at most: the result, and two blocks stored, as float32, and centred. */
export function covarianceBytes(dOut: number, dIn: number): number {
  const [first] = blockPairs(dOut, dIn, usualBlockBytes)
  const rows = first ? first[0].to : 0
  return 4 * dOut * dOut + 2 * 3 * 4 * rows * dIn
}

function mapSizes({ shape }: TensorInfo, orientation: Orientation): { dOut: number; dIn: number } {
  const [first = 0, second = 0] = shape
  return orientation === 'out-in' ? { dOut: first, dIn: second } : { dOut: second, dIn: first }
}

function blockPairs(
  dOut: number,
  dIn: number,
  blockBytes: number
): readonly (readonly [Block, Block])[] {
  const nBlocks = Math.min(dOut, Math.ceil((4 * dOut * dIn) / blockBytes))
  const size = Math.ceil(dOut / nBlocks)
  const blocks: Block[] = []
  for (let from = 0; from < dOut; from += size) {
    blocks.push({ from, to: Math.min(from + size, dOut) })
  }
  return blocks.flatMap((rows, i) => blocks.slice(i).map((columns) => [rows, columns] as const))
}

function covarianceGraph(
  tensor: TensorInfo,
  orientation: Orientation,
  rows: Block,
  columns: Block
): Uint8Array {
  const graph = new GraphBuilder('covariance')
  const { dIn } = mapSizes(tensor, orientation)
  const left = centred(graph, tensor, orientation, rows)
  const right = rows === columns ? left : centred(graph, tensor, orientation, columns)
  const y = graph.node('Gemm', [left, right], {
    alpha: { float: 1 / (dIn - 1) },
    ...(orientation === 'out-in' ? { transB: 1 } : { transA: 1 })
  })
  graph.output('y', y, [rows.to - rows.from, columns.to - columns.from])
  return graph.encode()
}

/** Output features of a block, each minus its mean over the inputs, as they lie. */
function centred(
  graph: GraphBuilder,
  tensor: TensorInfo,
  orientation: Orientation,
  block: Block
): Value {
  const inputs = orientation === 'out-in' ? 1 : 0
  const weight =
    orientation === 'out-in'
      ? appendWeight(graph, tensor, block)
      : graph.node('Slice', [
          appendWeight(graph, tensor),
          graph.integers([block.from]),
          graph.integers([block.to]),
          graph.integers([1])
        ])
  const mean = graph.node('ReduceMean', [weight, graph.integers([inputs])], { keepdims: 1 })
  return graph.node('Sub', [weight, mean])
}

/** Puts a block where it belongs and, mirrored, below the diagonal. */
function place(
  covariance: Float32Array,
  dOut: number,
  rows: Block,
  columns: Block,
  block: Float32Array
): void {
  const width = columns.to - columns.from
  for (let i = rows.from; i < rows.to; i++) {
    for (let j = Math.max(i, columns.from); j < columns.to; j++) {
      const value = block[(i - rows.from) * width + j - columns.from]!
      covariance[i * dOut + j] = value
      covariance[j * dOut + i] = value
    }
  }
}

/** How the bytes of a checkpoint enter a graph: in place, by file, offset and length. */
import { basename, dirname } from 'node:path'
import type { TensorInfo } from '../checkpoint/safetensors.ts'
import { AppError } from '../errors.ts'
import type { GraphBuilder, Value } from '../graph/builder.ts'

const storedTypes = { F32: 'float32', F16: 'float16', BF16: 'bfloat16' } as const

/** Appends a tensor, or some of its rows, as float32; a narrower stored type is cast when the session loads. */
export function appendWeight(
  graph: GraphBuilder,
  tensor: TensorInfo,
  rows: { readonly from: number; readonly to: number } = { from: 0, to: tensor.shape[0]! }
): Value {
  const type = storedType(tensor)
  const shape = [rows.to - rows.from, ...tensor.shape.slice(1)]
  const rowBytes = tensor.lengthBytes / tensor.shape[0]!
  const name =
    rows.from === 0 && rows.to === tensor.shape[0]
      ? tensor.name
      : `${tensor.name}[${rows.from}:${rows.to}]`
  const stored = graph.external(name, type, shape, {
    location: basename(tensor.file.realPath),
    offsetBytes: tensor.offsetBytes + rows.from * rowBytes,
    lengthBytes: shape[0]! * rowBytes
  })
  return type === 'float32' ? stored : graph.node('Cast', [stored], { to: 1 })
}

/**
 * The one folder that holds all of a graph's files: onnxruntime looks for external data in one only.
 *
 * @throws AppError `checkpoint/unsupported` when the files lie in several
 */
export function weightsFolder(tensors: readonly TensorInfo[]): string {
  const folders = new Set(tensors.map(({ file }) => dirname(file.realPath)))
  const [folder, other] = folders
  if (folder === undefined) throw new AppError('internal', 'a graph without weights has no folder')
  if (other !== undefined) {
    throw new AppError(
      'checkpoint/unsupported',
      `the weights of one layer lie in two folders, ${folder} and ${other}`,
      {
        hint: 'Put all weight files, not links to them, into the checkpoint folder.'
      }
    )
  }
  return folder
}

function storedType(tensor: TensorInfo): 'float32' | 'float16' | 'bfloat16' {
  const { dtype } = tensor
  if (dtype === 'F32' || dtype === 'F16' || dtype === 'BF16') return storedTypes[dtype]
  throw new AppError(
    'checkpoint/unsupported',
    `tensor "${tensor.name}": dtype ${dtype}, expected F32, F16 or BF16`
  )
}

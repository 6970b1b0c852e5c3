/** Reads weights as float32, whole or by rows, from the file as it was when it was opened. */
import { AppError } from '../errors.ts'
import { isWeightDtype, weightDtypes, type WeightDtype } from './dtypes.ts'
import { decodeFloats, floatBytes } from './float-formats.ts'
import { reopen, type SafeFile } from './safe-file.ts'
import type { TensorInfo } from './safetensors.ts'

/** Stored bytes read at once where they are converted. */
const sliceBytes = 8 * 2 ** 20

/**
 * All numbers of a tensor.
 *
 * @returns row-major, in the tensor's shape
 * @throws AppError `checkpoint/changed`, `checkpoint/unreadable`, `checkpoint/unsupported` (dtype)
 */
export async function readTensor(tensor: TensorInfo): Promise<Float32Array<ArrayBuffer>> {
  const dtype = assertWeight(tensor)
  return withFile(tensor, async (file) => {
    const values = new Float32Array(tensor.lengthBytes / floatBytes[dtype])
    await readFloats(file, dtype, tensor.offsetBytes, values)
    return values
  })
}

/**
 * The rows [from, to) along a tensor's first dimension.
 *
 * @returns [to − from, …], row-major
 * @throws AppError `request/invalid` when the rows are not the tensor's, and as `readTensor`
 */
export async function readTensorRows(
  tensor: TensorInfo,
  from: number,
  to: number
): Promise<Float32Array<ArrayBuffer>> {
  const dtype = assertWeight(tensor)
  const { nRows, rowLength } = describeRows(tensor)
  if (!(Number.isInteger(from) && Number.isInteger(to) && 0 <= from && from <= to && to <= nRows)) {
    throw new AppError(
      'request/invalid',
      `rows ${from} to ${to} of "${tensor.name}", expected within 0 to ${nRows}`
    )
  }
  return withFile(tensor, async (file) => {
    const values = new Float32Array((to - from) * rowLength)
    const start = tensor.offsetBytes + from * rowLength * floatBytes[dtype]
    await readFloats(file, dtype, start, values)
    return values
  })
}

/**
 * Given rows of a tensor, in the order given: the lookup of an embedding.
 *
 * @param rows  indices along the first dimension; one may occur again
 * @returns     [rows.length, …], row-major
 * @throws AppError `request/invalid`, naming the first index that is no row, and as `readTensor`
 */
export async function gatherRows(
  tensor: TensorInfo,
  rows: ArrayLike<number>
): Promise<Float32Array<ArrayBuffer>> {
  const dtype = assertWeight(tensor)
  const { nRows, rowLength } = describeRows(tensor)
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!
    if (!(Number.isInteger(row) && row >= 0 && row < nRows)) {
      throw new AppError(
        'request/invalid',
        `row ${row} of "${tensor.name}", expected an index below ${nRows}`
      )
    }
  }
  return withFile(tensor, async (file) => {
    const values = new Float32Array(rows.length * rowLength)
    const places = new Map<number, number>()
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!
      const target = values.subarray(i * rowLength, (i + 1) * rowLength)
      const earlier = places.get(row)
      if (earlier === undefined) {
        await readFloats(
          file,
          dtype,
          tensor.offsetBytes + row * rowLength * floatBytes[dtype],
          target
        )
        places.set(row, i)
      } else {
        target.set(values.subarray(earlier * rowLength, (earlier + 1) * rowLength))
      }
    }
    return values
  })
}

async function readFloats(
  file: SafeFile,
  dtype: WeightDtype,
  offsetBytes: number,
  target: Float32Array
): Promise<void> {
  if (dtype === 'F32') {
    const bytes = new Uint8Array(target.buffer, target.byteOffset, target.byteLength)
    await file.readInto(bytes, offsetBytes)
    return
  }
  const size = floatBytes[dtype]
  const perSlice = sliceBytes / size
  for (let at = 0; at < target.length; at += perSlice) {
    const count = Math.min(perSlice, target.length - at)
    const bytes = await file.read(offsetBytes + at * size, count * size)
    decodeFloats(dtype, bytes, target.subarray(at, at + count))
  }
}

function describeRows({ shape }: TensorInfo): { nRows: number; rowLength: number } {
  const [nRows = 1, ...inner] = shape
  return { nRows, rowLength: inner.reduce((product, size) => product * size, 1) }
}

function assertWeight({ name, dtype, file }: TensorInfo): WeightDtype {
  if (isWeightDtype(dtype)) return dtype
  throw new AppError(
    'checkpoint/unsupported',
    `tensor "${name}": dtype ${dtype}, supported are ${weightDtypes.join(', ')}`,
    { file: file.name }
  )
}

/** Runs `work` on the tensor's file, opened again and found unchanged. */
export async function withFile<T>(
  { file: identity }: Pick<TensorInfo, 'file'>,
  work: (file: SafeFile) => Promise<T>
): Promise<T> {
  const file = await reopen(identity)
  try {
    return await work(file)
  } finally {
    await file.close()
  }
}

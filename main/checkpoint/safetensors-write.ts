/** Writes a safetensors file (trust.md PAR-18), byte for byte as the reference implementation does. */
import { randomBytes } from 'node:crypto'
import { open, rename, rm, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from '../errors.ts'
import { dtypeBits, multiplyExactly, type Dtype } from './dtypes.ts'
import { prefixBytes } from './safetensors-header.ts'

/** A tensor to be written. */
export interface TensorData {
  readonly name: string
  readonly dtype: Dtype
  readonly shape: readonly number[]
  /** Row-major, little-endian; a function is called when its turn comes, so that not all need be in memory. */
  readonly data: Uint8Array | (() => Uint8Array)
}

/**
 * Writes the tensors in the format's order (widest dtype first, then by name) to a temporary file
 * that takes the place of `path` once it is safely on disk.
 *
 * @throws AppError `request/invalid` when a tensor's bytes are not those of its dtype and shape
 */
export async function writeSafetensors(
  path: string,
  tensors: readonly TensorData[],
  metadata: Readonly<Record<string, string>> = {}
): Promise<void> {
  const planned = planTensors(tensors)
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`
  const handle = await open(temporary, 'wx')
  try {
    await handle.write(makeHeader(planned, metadata))
    for (const tensor of planned) await writeTensor(handle, tensor)
    await handle.sync()
    await handle.close()
    await rename(temporary, path)
  } catch (cause) {
    await handle.close()
    await rm(temporary, { force: true })
    throw cause
  }
  await syncFolder(dirname(path))
}

interface PlannedTensor extends TensorData {
  /** Relative to the end of the header. */
  readonly begin: number
  readonly end: number
}

const dtypeOrder = Object.keys(dtypeBits)

function planTensors(tensors: readonly TensorData[]): readonly PlannedTensor[] {
  const names = new Set(tensors.map(({ name }) => name))
  if (names.size !== tensors.length || names.has('__metadata__')) {
    throw new AppError('request/invalid', 'tensor names repeat or are reserved, expected each once')
  }
  let begin = 0
  return [...tensors].sort(compareTensors).map((tensor) => {
    const end = begin + countBytes(tensor)
    const planned = { ...tensor, begin, end }
    begin = end
    return planned
  })
}

function compareTensors(a: TensorData, b: TensorData): number {
  const byDtype = dtypeOrder.indexOf(b.dtype) - dtypeOrder.indexOf(a.dtype)
  return byDtype || Buffer.compare(Buffer.from(a.name), Buffer.from(b.name))
}

function countBytes({ name, dtype, shape }: TensorData): number {
  const bits = multiplyExactly([...shape, dtypeBits[dtype]])
  if (bits !== null && bits >= 0 && bits % 8 === 0) return bits / 8
  throw new AppError('request/invalid', `tensor "${name}": shape [${shape.join(', ')}] of ${dtype}`)
}

function makeHeader(
  tensors: readonly PlannedTensor[],
  metadata: Readonly<Record<string, string>>
): Uint8Array {
  const fields = tensors.map(({ name, dtype, shape, begin, end }) => {
    const entry = { dtype, shape, data_offsets: [begin, end] }
    return `${JSON.stringify(name)}:${JSON.stringify(entry)}`
  })
  if (Object.keys(metadata).length > 0) {
    fields.unshift(`"__metadata__":${JSON.stringify(metadata)}`)
  }
  const text = Buffer.from(`{${fields.join(',')}}`)
  // Spaces up to a multiple of eight, so that the data is aligned when the file is mapped.
  const header = Buffer.alloc(prefixBytes + Math.ceil(text.byteLength / 8) * 8, ' ')
  header.writeBigUInt64LE(BigInt(header.byteLength - prefixBytes))
  text.copy(header, prefixBytes)
  return header
}

async function writeTensor(handle: FileHandle, { name, data, begin, end }: PlannedTensor) {
  const bytes = typeof data === 'function' ? data() : data
  if (bytes.byteLength !== end - begin) {
    throw new AppError(
      'request/invalid',
      `tensor "${name}": ${bytes.byteLength} bytes, expected ${end - begin}`
    )
  }
  for (let done = 0; done < bytes.byteLength;) {
    done += (await handle.write(bytes, done, bytes.byteLength - done)).bytesWritten
  }
}

/** So that the new name survives a power cut; Windows has no such call for folders. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

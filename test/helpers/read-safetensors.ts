import { readFileSync } from 'node:fs'

export interface RecordedTensor {
  readonly shape: readonly number[]
  readonly data: Float32Array | Float64Array
}

/** The F32 and F64 tensors of a trusted test file, each copied; nothing is checked as the product does. */
export function readSafetensors(path: string): Map<string, RecordedTensor> {
  const file = readFileSync(path)
  const headerBytes = Number(file.readBigUInt64LE(0))
  const header = JSON.parse(file.toString('utf8', 8, 8 + headerBytes)) as Record<
    string,
    { dtype: string; shape: number[]; data_offsets: [number, number] }
  >
  const tensors = new Map<string, RecordedTensor>()
  for (const [name, { dtype, shape, data_offsets: range }] of Object.entries(header)) {
    if (name === '__metadata__') continue
    const [from, to] = range
    const bytes = new Uint8Array(file.subarray(8 + headerBytes + from, 8 + headerBytes + to))
    if (dtype !== 'F32' && dtype !== 'F64') throw new Error(`${path}: ${name} has dtype ${dtype}`)
    const data = dtype === 'F32' ? new Float32Array(bytes.buffer) : new Float64Array(bytes.buffer)
    tensors.set(name, { shape, data })
  }
  return tensors
}

/** The bytes of a safetensors file from the very text of its header, right or wrong. */
export function packSafetensors(header: string | Uint8Array, data: Uint8Array): Buffer {
  const text = Buffer.from(header)
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(text.byteLength))
  return Buffer.concat([length, text, data])
}

export interface PlainTensor {
  readonly dtype: string
  readonly shape: readonly number[]
  readonly bytes: Uint8Array
}

/** A valid file with the tensors one after another, in the order given. */
export function layOutSafetensors(tensors: Readonly<Record<string, PlainTensor>>): Buffer {
  const header: Record<string, unknown> = {}
  let at = 0
  for (const [name, { dtype, shape, bytes }] of Object.entries(tensors)) {
    header[name] = { dtype, shape, data_offsets: [at, at + bytes.byteLength] }
    at += bytes.byteLength
  }
  const data = Buffer.concat(Object.values(tensors).map(({ bytes }) => bytes))
  return packSafetensors(JSON.stringify(header), data)
}

/** A float32 tensor. */
export function f32(shape: readonly number[], values: readonly number[]): PlainTensor {
  return { dtype: 'F32', shape, bytes: new Uint8Array(new Float32Array(values).buffer) }
}

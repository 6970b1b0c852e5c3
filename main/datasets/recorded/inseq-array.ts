/**
 * Arrays in Inseq's JSON. 0.6: `{"__ndarray__": "b64.gz:…", "dtype": "float32", "shape": […]}`, with nested
 * lists in place of the text unless compact. 0.7: a safetensors file in base64 whose tensor is
 * "attribution". Saved as primitives: nested lists.
 */
import { gunzipSync } from 'node:zlib'
import { isWeightDtype, multiplyExactly } from '../../checkpoint/dtypes.ts'
import { decodeFloats } from '../../checkpoint/float-formats.ts'
import { isJsonObject } from '../../checkpoint/json-file.ts'
import { parseHeader, planHeader, prefixBytes } from '../../checkpoint/safetensors-header.ts'
import type { JsonObject, JsonValue } from '../../checkpoint/strict-json.ts'
import { AppError } from '../../errors.ts'
import { runFault } from './run-fault.ts'

/** Of one array's numbers: far above a map of any prompt, below what packing could hide. */
const largestBytes = 2 ** 31

export interface InseqArray {
  readonly shape: readonly number[]
  /** Row-major; NaN where Inseq wrote none. */
  readonly values: Float32Array | Float64Array
}

/** @throws AppError `request/invalid` for what is no array, or one whose size and shape disagree */
export function readInseqArray(value: JsonValue): InseqArray {
  if (typeof value === 'string') return fromSafetensors(Buffer.from(value, 'base64'))
  if (Array.isArray(value)) return fromLists(value, shapeOfLists(value))
  if (isJsonObject(value)) return fromNumpy(value)
  throw runFault(`found ${typeof value}, expected an array`)
}

function fromNumpy(value: JsonObject): InseqArray {
  const shape = value['shape']
  const data = value['__ndarray__']
  if (!Array.isArray(shape) || !shape.every(isCount)) {
    throw runFault(`shape ${JSON.stringify(shape)}, expected a list of counts`)
  }
  if (Array.isArray(data)) return fromLists(data, shape)
  if (typeof data !== 'string')
    throw runFault('no "__ndarray__", expected the numbers of the array')
  if (value['Corder'] === false) throw runFault('Fortran order, expected C order')
  const dtype = value['dtype']
  if (dtype !== 'float32' && dtype !== 'float64') {
    throw runFault(`dtype ${JSON.stringify(dtype)}, expected float32 or float64`)
  }
  const nBytes = sizeOf(shape) * (dtype === 'float32' ? 4 : 8)
  const bytes = unpack(data, nBytes)
  const values = dtype === 'float32' ? new Float32Array(bytes) : new Float64Array(bytes)
  return { shape, values }
}

function unpack(data: string, nBytes: number): ArrayBuffer {
  const [kind = '', text = ''] = data.split(':', 2)
  if (kind !== 'b64' && kind !== 'b64.gz') {
    throw runFault(
      `numbers that begin ${JSON.stringify(data.slice(0, 8))}, expected "b64:" or "b64.gz:"`
    )
  }
  const packed = Buffer.from(text, 'base64')
  const bytes = kind === 'b64' ? packed : gunzip(packed, nBytes)
  if (bytes.byteLength !== nBytes) {
    throw runFault(`${bytes.byteLength} bytes of numbers, expected ${nBytes} by its shape`)
  }
  // A buffer of its own, so that it starts aligned.
  return Uint8Array.from(bytes).buffer
}

function gunzip(packed: Uint8Array, nBytes: number): Uint8Array {
  try {
    // One byte more than expected, so that a longer one is found out and never unpacked whole.
    return gunzipSync(packed, { maxOutputLength: nBytes + 1 })
  } catch (cause) {
    throw new AppError('request/invalid', `numbers that cannot be unpacked to ${nBytes} bytes`, {
      cause
    })
  }
}

function fromLists(lists: readonly JsonValue[], shape: readonly number[]): InseqArray {
  // Grown from what is there: a shape alone may promise more than there is memory.
  const values: number[] = []
  const take = (part: JsonValue, depth: number): void => {
    if (depth === shape.length) {
      if (part !== null && typeof part !== 'number') throw runFault('a list that is not of numbers')
      values.push(part ?? Number.NaN)
      return
    }
    if (!Array.isArray(part) || part.length !== shape[depth]) {
      throw runFault(`lists that do not have the shape [${shape.join(', ')}]`)
    }
    for (const inner of part) take(inner, depth + 1)
  }
  // An array with a side of 0 may be written as any list of that many sides.
  if (sizeOf(shape) > 0) take(lists, 0)
  return { shape, values: Float64Array.from(values) }
}

function shapeOfLists(lists: readonly JsonValue[]): number[] {
  const shape: number[] = []
  for (let part: JsonValue | undefined = lists; Array.isArray(part); part = part[0]) {
    shape.push(part.length)
  }
  return shape
}

function fromSafetensors(bytes: Buffer): InseqArray {
  const file = { name: 'array', sizeBytes: bytes.byteLength }
  if (bytes.byteLength < prefixBytes) throw runFault('a text that is no safetensors file in base64')
  const lengthBytes = planHeader(bytes.subarray(0, prefixBytes), file)
  const { tensors } = parseHeader(bytes.subarray(prefixBytes, prefixBytes + lengthBytes), file)
  const tensor = tensors.find(({ name }) => name === 'attribution')
  if (tensor === undefined) throw runFault('a safetensors file without the tensor "attribution"')
  const { dtype, shape, offsetBytes } = tensor
  const stored = Uint8Array.from(bytes.subarray(offsetBytes, offsetBytes + tensor.lengthBytes))
  const values = new Float32Array(sizeOf(shape))
  if (dtype === 'F8_E4M3') stored.forEach((byte, i) => (values[i] = float8(byte)))
  else if (isWeightDtype(dtype)) decodeFloats(dtype, stored, values)
  else throw runFault(`dtype ${dtype}, expected F32, F16, BF16 or F8_E4M3`)
  return { shape, values }
}

/** E4M3 without infinities: sign, 4 bits of exponent with bias 7, 3 of fraction; all ones is NaN. */
function float8(byte: number): number {
  const sign = byte & 0x80 ? -1 : 1
  const exponent = (byte >> 3) & 0xf
  const fraction = byte & 0x7
  if (exponent === 0xf && fraction === 0x7) return Number.NaN
  return exponent === 0
    ? sign * (fraction / 8) * 2 ** -6
    : sign * (1 + fraction / 8) * 2 ** (exponent - 7)
}

function sizeOf(shape: readonly number[]): number {
  const size = multiplyExactly([...shape, 8])
  if (size === null || size > largestBytes)
    throw runFault(`shape [${shape.join(', ')}] is too large`)
  return size / 8
}

function isCount(value: JsonValue): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0
}

/**
 * Plain values and numeric arrays as one block of bytes; the form of stored units and records and the
 * body of exported files. All numbers little-endian:
 *
 *     0   8 bytes  "SHLARR" 0x00 0x01
 *     8   u32      length of the header, a multiple of 8 less 4, so that the arrays are aligned
 *     12  JSON     {"arrays":[{"length":…,"name":…,"type":…}…],"values":…}, padded with spaces
 *     …            the arrays in that order, each padded with zeros to 8 bytes; nothing after them
 *
 * The same values give the same bytes, so the SHA-256 of a container is the address of its content.
 */
import type { JsonPlain, TypedArray } from '../../../worker/contract.ts'
import { AppError } from '../../../errors.ts'
import type { ArrayContainer } from '../../../plain-arrays.ts'
import { canonicalJson } from '../canonical-json.ts'

const magic = Uint8Array.of(0x53, 0x48, 0x4c, 0x41, 0x52, 0x52, 0, 1)
const prefixBytes = magic.length + 4
const alignment = 8

const makers = {
  float32: (buffer: ArrayBuffer) => new Float32Array(buffer),
  float64: (buffer: ArrayBuffer) => new Float64Array(buffer),
  int32: (buffer: ArrayBuffer) => new Int32Array(buffer),
  uint8: (buffer: ArrayBuffer) => new Uint8Array(buffer)
} as const

const itemBytes = { float32: 4, float64: 8, int32: 4, uint8: 1 } as const

type ItemType = keyof typeof makers

/** @throws TypeError for values that JSON cannot hold exactly (NaN, a date…) */
export function encodeContainer({ values, arrays }: ArrayContainer): Uint8Array {
  const names = Object.keys(arrays).sort((a, b) => (a < b ? -1 : 1))
  const entries = names.map((name) => {
    const array = arrays[name]!
    return { name, type: typeOf(array), length: array.length }
  })
  const json = Buffer.from(canonicalJson({ arrays: entries, values }), 'utf8')
  const start = aligned(prefixBytes + json.length)
  const total = names.reduce((sum, name) => sum + aligned(arrays[name]!.byteLength), start)
  const bytes = new Uint8Array(total)
  bytes.set(magic)
  new DataView(bytes.buffer).setUint32(magic.length, start - prefixBytes, true)
  bytes.set(json, prefixBytes)
  bytes.fill(0x20, prefixBytes + json.length, start)
  let offset = start
  for (const name of names) {
    const array = arrays[name]!
    // Every system that Electron runs on is little-endian, so memory is the format.
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offset)
    offset += aligned(array.byteLength)
  }
  return bytes
}

/**
 * Reads a container of any origin: every length is compared with the bytes that are there before anything
 * is allocated. The arrays are copies.
 *
 * @throws AppError `request/invalid` with the offset of the first violation
 */
export function decodeContainer(bytes: Uint8Array): ArrayContainer {
  if (bytes.length < prefixBytes || magic.some((byte, i) => bytes[i] !== byte)) {
    throw malformed('does not begin as one', 0)
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const headerBytes = view.getUint32(magic.length, true)
  const start = prefixBytes + headerBytes
  if (start > bytes.length) {
    throw malformed(
      `header of ${headerBytes} bytes, expected at most ${bytes.length - prefixBytes}`,
      magic.length
    )
  }
  if (start % alignment !== 0) {
    throw malformed(`header ends at byte ${start}, expected a multiple of 8`, magic.length)
  }
  const header = parseHeader(bytes.subarray(prefixBytes, start))
  const arrays: [string, TypedArray][] = []
  const names = new Set<string>()
  let offset = start
  for (const { name, type, length } of header.arrays) {
    if (names.has(name)) throw malformed(`array "${name}" is there twice`, prefixBytes)
    names.add(name)
    const sizeBytes = length * itemBytes[type]
    if (aligned(sizeBytes) > bytes.length - offset) {
      throw malformed(
        `array "${name}" of ${sizeBytes} bytes, expected at most ${bytes.length - offset}`,
        offset
      )
    }
    // A copy is aligned for the array's element size, and slice() of a Buffer is none.
    const copy = new Uint8Array(sizeBytes)
    copy.set(bytes.subarray(offset, offset + sizeBytes))
    arrays.push([name, makers[type](copy.buffer)])
    assertZeros(bytes.subarray(offset + sizeBytes, offset + aligned(sizeBytes)), offset + sizeBytes)
    offset += aligned(sizeBytes)
  }
  if (offset !== bytes.length) {
    throw malformed(`${bytes.length - offset} bytes after the last array, expected none`, offset)
  }
  return { values: header.values, arrays: Object.fromEntries(arrays) }
}

interface Header {
  readonly arrays: readonly {
    readonly name: string
    readonly type: ItemType
    readonly length: number
  }[]
  readonly values: JsonPlain
}

function parseHeader(bytes: Uint8Array): Header {
  let header: unknown
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch (cause) {
    throw malformed('header is not JSON', prefixBytes, cause)
  }
  if (!isObject(header) || !Array.isArray(header['arrays']) || !('values' in header)) {
    throw malformed('header lacks "arrays" or "values"', prefixBytes)
  }
  const arrays = header['arrays'].map((entry: unknown) => {
    if (!isObject(entry)) throw malformed('an array has no description', prefixBytes)
    const { name, type, length } = entry
    if (typeof name !== 'string') throw malformed('an array has no name', prefixBytes)
    if (!isItemType(type)) {
      throw malformed(`array "${name}" has type ${JSON.stringify(type)}`, prefixBytes)
    }
    if (typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0) {
      throw malformed(`array "${name}" has length ${JSON.stringify(length)}`, prefixBytes)
    }
    return { name, type, length }
  })
  // What JSON.parse returns is plain JSON by construction.
  return { arrays, values: header['values'] as JsonPlain }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isItemType(value: unknown): value is ItemType {
  return typeof value === 'string' && Object.hasOwn(makers, value)
}

function typeOf(array: TypedArray): ItemType {
  if (array instanceof Float32Array) return 'float32'
  if (array instanceof Float64Array) return 'float64'
  if (array instanceof Int32Array) return 'int32'
  return 'uint8'
}

function aligned(sizeBytes: number): number {
  return Math.ceil(sizeBytes / alignment) * alignment
}

function assertZeros(padding: Uint8Array, offset: number): void {
  if (padding.some((byte) => byte !== 0)) throw malformed('padding is not zero', offset)
}

function malformed(what: string, offsetBytes: number, cause?: unknown): AppError {
  return new AppError('request/invalid', `stored arrays: ${what}`, {
    offsetBytes,
    ...(cause !== undefined && { cause })
  })
}

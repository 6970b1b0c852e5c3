import type { JsonValue } from '../../checkpoint/strict-json.ts'
import { notText } from '../mapping/cell-text.ts'
import type { PlainValue } from './parquet-reply.ts'

/** Structs and lists within each other; deeper ones are cut, so that no file can exhaust the stack. */
const deepest = 32

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const noText = new Uint8Array(0)

/** Text of a byte column; bytes that are no UTF-8 are no text, which matters only where a column is mapped. */
export function textOfBytes(bytes: Uint8Array | undefined): string | Uint8Array | undefined {
  if (bytes === undefined) return undefined
  try {
    return utf8.decode(bytes)
  } catch {
    return noText
  }
}

/** A value as the library gives it, as plain data with the kinds of values that JSON has. */
export function plainOfParquet(value: unknown, depth = 0): PlainValue {
  if (value === null || value === undefined || depth > deepest) return null
  if (typeof value === 'string' || typeof value === 'boolean') return value
  // Not a number is how pandas writes a missing one.
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'bigint') {
    return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  }
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (ArrayBuffer.isView(value)) return noText
  if (Array.isArray(value)) return value.map((item) => plainOfParquet(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, plainOfParquet(item, depth + 1)])
  )
}

/** The same as the other formats have it: objects without a prototype. */
export function jsonOfPlain(value: PlainValue): JsonValue {
  if (value === null || typeof value !== 'object') return value
  if (value instanceof Uint8Array) return notText
  if (isList(value)) return value.map(jsonOfPlain)
  const object: Record<string, JsonValue> = Object.create(null)
  for (const [key, item] of Object.entries(value)) object[key] = jsonOfPlain(item)
  return object
}

// `Array.isArray` does not narrow a readonly list.
function isList(value: object): value is readonly PlainValue[] {
  return Array.isArray(value)
}

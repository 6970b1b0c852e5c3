import type { JsonObject, JsonValue } from '../../checkpoint/strict-json.ts'
import { notText } from '../mapping/cell-text.ts'

/** Structs and lists within each other; deeper ones are cut, so that no file can exhaust the stack. */
const deepest = 32

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Text of a byte column; bytes that are no UTF-8 are no text, which matters only where a column is mapped. */
export function textOfBytes(bytes: Uint8Array | undefined): string | JsonObject | undefined {
  if (bytes === undefined) return undefined
  try {
    return utf8.decode(bytes)
  } catch {
    return notText
  }
}

/** A value as the reader of the format gives it, as the JSON value that the other formats would have. */
export function jsonOfParquet(value: unknown, depth = 0): JsonValue {
  if (value === null || value === undefined || depth > deepest) return null
  if (value === notText || typeof value === 'string' || typeof value === 'boolean') {
    return value as JsonValue
  }
  // Not a number is how pandas writes a missing one.
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'bigint') {
    return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  }
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (value instanceof Uint8Array) return notText
  if (Array.isArray(value)) return value.map((item) => jsonOfParquet(item, depth + 1))
  if (ArrayBuffer.isView(value)) return notText
  const object: Record<string, JsonValue> = Object.create(null)
  for (const [key, item] of Object.entries(value)) object[key] = jsonOfParquet(item, depth + 1)
  return object
}

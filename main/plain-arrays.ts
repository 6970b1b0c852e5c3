import { AppError } from './errors.ts'
import type { JsonPlain, TypedArray } from './worker/contract.ts'

/** Plain data with its typed arrays taken out: what a unit's result is, and what the store writes. */
export interface ArrayContainer {
  readonly values: JsonPlain
  readonly arrays: Readonly<Record<string, TypedArray>>
}

/**
 * Splits plain data into JSON and the typed arrays in it: each array leaves a null and is named by its
 * path, `sides/0/importance`, as a JSON pointer (RFC 6901) writes it. Optional fields that are undefined
 * are left out.
 */
export function splitArrays(value: unknown): ArrayContainer {
  const arrays: Record<string, TypedArray> = {}
  // One path for the whole walk: a copy a step would be most of its time.
  const path: string[] = []
  const walkAt = (part: unknown, key: string): JsonPlain => {
    path.push(key)
    const plain = walk(part)
    path.pop()
    return plain
  }
  const walk = (part: unknown): JsonPlain => {
    if (isTypedArray(part)) {
      arrays[path.join('/')] = part
      return null
    }
    if (Array.isArray(part)) return part.map((item, i) => walkAt(item, String(i)))
    if (typeof part !== 'object' || part === null) {
      // Not checked here: the canonical writer refuses whatever is not plain.
      return part as JsonPlain
    }
    const fields = Object.entries(part).filter(([, field]) => field !== undefined)
    return Object.fromEntries(fields.map(([key, field]) => [key, walkAt(field, escapeKey(key))]))
  }
  const values = walk(value)
  return { values, arrays }
}

/**
 * The data that `splitArrays` split. The values are changed in place.
 *
 * @throws AppError `request/invalid` when an array has no null waiting for it
 */
export function joinArrays({ values, arrays }: ArrayContainer): unknown {
  for (const [path, array] of Object.entries(arrays)) {
    const keys = path.split('/').map(unescapeKey)
    const last = keys.pop()!
    let owner: unknown = values
    for (const key of keys) owner = own(owner, key)
    if (typeof owner !== 'object' || owner === null || own(owner, last) !== null) {
      throw new AppError('request/invalid', `stored arrays: array "${path}" has no place`)
    }
    Object.defineProperty(owner, last, {
      value: array,
      enumerable: true,
      writable: true,
      configurable: true
    })
  }
  return values
}

function escapeKey(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}

function unescapeKey(key: string): string {
  return key.replaceAll('~1', '/').replaceAll('~0', '~')
}

/** Only what the data itself holds: a path may be hostile and name `__proto__`. */
function own(owner: unknown, key: string): unknown {
  if (typeof owner !== 'object' || owner === null) return undefined
  return Object.getOwnPropertyDescriptor(owner, key)?.value
}

function isTypedArray(value: unknown): value is TypedArray {
  return (
    value instanceof Float32Array ||
    value instanceof Float64Array ||
    value instanceof Int32Array ||
    value instanceof Uint8Array
  )
}

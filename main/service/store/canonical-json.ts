import type { JsonPlain } from '../../worker/contract.ts'

/** Deeper values are refused: they would overflow the walk. */
const maxDepth = 64

/**
 * JSON text in which equal values always read alike: keys sorted by code unit, no spaces, −0 written as 0.
 *
 * @throws TypeError naming the place of anything that JSON would drop or change (NaN, undefined, a date…)
 */
export function canonicalJson(value: JsonPlain): string {
  return write(value, [])
}

/** @param path  where the value stands; the same array for the whole walk, read for messages only */
function write(value: unknown, path: string[]): string {
  if (path.length > maxDepth)
    throw new TypeError(`${place(path)} is nested deeper than ${maxDepth}`)
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value)
    case 'number':
      if (Number.isFinite(value)) return JSON.stringify(value)
      throw new TypeError(`${place(path)} is ${value}, expected a finite number`)
    case 'object':
      if (value === null) return 'null'
      // Not map(), which would skip the holes of a sparse array.
      if (Array.isArray(value)) {
        return `[${Array.from(value, (item, i) => writeAt(item, path, `[${i}]`)).join(',')}]`
      }
      if (isRecord(value)) return writeRecord(value, path)
  }
  throw new TypeError(`${place(path)} is ${describe(value)}, expected plain JSON`)
}

function writeRecord(value: Readonly<Record<string, unknown>>, path: string[]): string {
  // An absent optional field and one that is undefined are the same thing.
  const keys = Object.keys(value).filter((key) => value[key] !== undefined)
  keys.sort((a, b) => (a < b ? -1 : 1))
  const fields = keys.map((key) => `${JSON.stringify(key)}:${writeAt(value[key], path, `.${key}`)}`)
  return `{${fields.join(',')}}`
}

function writeAt(value: unknown, path: string[], step: string): string {
  path.push(step)
  const text = write(value, path)
  path.pop()
  return text
}

function place(path: readonly string[]): string {
  return `$${path.join('')}`
}

function isRecord(value: object): value is Readonly<Record<string, unknown>> {
  const prototype: unknown = Object.getPrototypeOf(value)
  // Object.prototype of any realm, and no class.
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function describe(value: unknown): string {
  return typeof value === 'object' ? Object.prototype.toString.call(value) : typeof value
}

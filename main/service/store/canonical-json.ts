import type { JsonPlain } from '../../worker/contract.ts'

/** Deeper values are refused: they would overflow the walk. */
const maxDepth = 64

/**
 * JSON text in which equal values always read alike: keys sorted by code unit, no spaces, −0 written as 0.
 *
 * @throws TypeError naming the place of anything that JSON would drop or change (NaN, undefined, a date…)
 */
export function canonicalJson(value: JsonPlain): string {
  return write(value, '$', 0)
}

function write(value: unknown, place: string, depth: number): string {
  if (depth > maxDepth) throw new TypeError(`${place} is nested deeper than ${maxDepth}`)
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value)
    case 'number':
      if (!Number.isFinite(value))
        throw new TypeError(`${place} is ${value}, expected a finite number`)
      return JSON.stringify(value)
    case 'object':
      if (value === null) return 'null'
      if (Array.isArray(value)) {
        // Not map(), which would skip the holes of a sparse array.
        const items = Array.from(value, (item, i) => write(item, `${place}[${i}]`, depth + 1))
        return `[${items.join(',')}]`
      }
      if (isRecord(value)) return writeRecord(value, place, depth)
  }
  throw new TypeError(`${place} is ${describe(value)}, expected plain JSON`)
}

function writeRecord(
  value: Readonly<Record<string, unknown>>,
  place: string,
  depth: number
): string {
  // An absent optional field and one that is undefined are the same thing.
  const keys = Object.keys(value).filter((key) => value[key] !== undefined)
  keys.sort((a, b) => (a < b ? -1 : 1))
  const fields = keys.map(
    (key) => `${JSON.stringify(key)}:${write(value[key], `${place}.${key}`, depth + 1)}`
  )
  return `{${fields.join(',')}}`
}

function isRecord(value: object): value is Readonly<Record<string, unknown>> {
  const prototype: unknown = Object.getPrototypeOf(value)
  // Object.prototype of any realm, and no class.
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function describe(value: unknown): string {
  return typeof value === 'object' ? Object.prototype.toString.call(value) : typeof value
}

// Typed access to values of an untrusted tokenizer.json; every refusal names the path in the file.
import { AppError } from '../../errors.ts'

export type JsonObject = Readonly<Record<string, unknown>>

/** A refusal that names the place, what was found there and what was expected. */
export function malformed(where: string, found: string, expected: string): AppError {
  return new AppError(
    'checkpoint/malformed',
    `tokenizer.json: ${where} is ${found}, expected ${expected}`,
    { file: 'tokenizer.json', hint: 'Download the file again, or choose another checkpoint.' }
  )
}

/** A sound construct that this program does not implement. */
export function unsupported(where: string, found: string, supported: string): AppError {
  return new AppError(
    'checkpoint/unsupported',
    `tokenizer.json: ${where} is ${found}; supported: ${supported}`,
    { file: 'tokenizer.json', hint: 'Choose a checkpoint whose tokenizer is of a supported kind.' }
  )
}

/** A short, safe description of an untrusted value for a message. */
export function describe(value: unknown): string {
  if (value === undefined) return 'missing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object') return 'an object'
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value)
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function objectAt(value: unknown, where: string): JsonObject {
  if (!isObject(value)) throw malformed(where, describe(value), 'an object')
  return value
}

/** An own field; inherited ones (`constructor`, `toString`) do not exist. */
export function field(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

export function listAt(value: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(value)) throw malformed(where, describe(value), 'a list')
  return value
}

export function stringAt(value: unknown, where: string): string {
  if (typeof value !== 'string') throw malformed(where, describe(value), 'a string')
  return value
}

/** A boolean that may be left out (or null). */
export function booleanAt(value: unknown, where: string, fallback: boolean): boolean {
  if (value === undefined || value === null) return fallback
  if (typeof value !== 'boolean') throw malformed(where, describe(value), 'true or false')
  return value
}

export function integerAt(value: unknown, where: string, largest: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > largest) {
    throw malformed(where, describe(value), `an integer from 0 to ${largest}`)
  }
  return value
}

/** The parts of a `Sequence`, or the value itself as the only part; nesting is bounded. */
export function partsOf(
  value: unknown,
  where: string,
  listName: string,
  depth = 0
): readonly { readonly part: JsonObject; readonly where: string }[] {
  if (value === undefined || value === null) return []
  const part = objectAt(value, where)
  if (field(part, 'type') !== 'Sequence') return [{ part, where }]
  if (depth >= 16) throw malformed(where, 'nested more than 16 deep', 'a shallow sequence')
  return listAt(field(part, listName), `${where}.${listName}`).flatMap((each, i) =>
    partsOf(each, `${where}.${listName}[${i}]`, listName, depth + 1)
  )
}

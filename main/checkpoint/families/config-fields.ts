/** Typed, bounded access to the fields of an untrusted config. */
import { AppError } from '../../errors.ts'
import { isJsonObject } from '../json-file.ts'
import type { JsonObject, JsonValue } from '../strict-json.ts'

/** Largest values that a config may hold (trust.md PAR-44). */
export const configLimits = {
  layers: 1_000,
  heads: 4_096,
  hidden: 2 ** 20,
  feedForward: 2 ** 24,
  vocabulary: 2 ** 24,
  positions: 2 ** 26
} as const

/** Reads fields of one object. As in Python's configs, null counts as absent. */
export class ConfigFields {
  readonly #raw: JsonObject
  readonly #file: string
  readonly #path: string

  constructor(raw: JsonObject, file: string, path = '') {
    this.#raw = raw
    this.#file = file
    this.#path = path
  }

  has(key: string): boolean {
    return this.#value(key) !== undefined
  }

  /** True for a field that is written as null, where that differs from leaving it out. */
  isNull(key: string): boolean {
    return this.#raw[key] === null
  }

  isZero(key: string): boolean {
    return this.#raw[key] === 0
  }

  /** An integer in 1 … max. Without a fallback the field must be there. */
  size(key: string, max: number, fallback?: number): number {
    const value = this.#value(key) ?? fallback
    if (value === undefined) throw this.malformed(`${this.#path}${key} is missing`)
    if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= max)
      return value
    throw this.#unexpected(key, value, `an integer from 1 to ${max}`)
  }

  /** An integer from 0 on. */
  count(key: string): number {
    return this.#raw[key] === 0 ? 0 : this.size(key, configLimits.positions)
  }

  /** A finite number above zero. */
  positive(key: string, fallback?: number): number {
    const value = this.#value(key) ?? fallback
    if (value === undefined) throw this.malformed(`${this.#path}${key} is missing`)
    if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value
    throw this.#unexpected(key, value, 'a number above 0')
  }

  boolean(key: string, fallback: boolean): boolean {
    const value = this.#value(key) ?? fallback
    if (typeof value === 'boolean') return value
    throw this.#unexpected(key, value, 'true or false')
  }

  text(key: string): string | undefined {
    const value = this.#value(key)
    if (value === undefined || typeof value === 'string') return value
    throw this.#unexpected(key, value, 'a string')
  }

  /** A list of strings of a known length. */
  texts(key: string, length: number): readonly string[] | undefined {
    const value = this.#value(key)
    if (value === undefined) return undefined
    if (
      Array.isArray(value) &&
      value.length === length &&
      value.every((v) => typeof v === 'string')
    ) {
      return value
    }
    throw this.#unexpected(key, value, `a list of ${length} strings`)
  }

  /** The fields of an inner object; undefined when absent. */
  inner(key: string): ConfigFields | undefined {
    const value = this.#value(key)
    if (value === undefined) return undefined
    if (isJsonObject(value)) return new ConfigFields(value, this.#file, `${this.#path}${key}.`)
    throw this.#unexpected(key, value, 'an object')
  }

  keys(): readonly string[] {
    return Object.keys(this.#raw)
  }

  /** One token id. */
  tokenId(key: string): number | undefined {
    const value = this.#value(key)
    if (value === undefined || isTokenId(value)) return value
    throw this.#unexpected(key, value, 'a token id')
  }

  /** One token id or a list of them. */
  tokenIds(key: string): readonly number[] | undefined {
    const value = this.#value(key)
    if (value === undefined) return undefined
    const list: readonly JsonValue[] = Array.isArray(value) ? value : [value]
    if (list.every(isTokenId)) return list
    throw this.#unexpected(key, value, 'a token id or a list of them')
  }

  malformed(problem: string): AppError {
    return new AppError('checkpoint/malformed', `${this.#file}: ${problem}`, { file: this.#file })
  }

  unsupported(problem: string): AppError {
    return new AppError('checkpoint/unsupported', `${this.#file}: ${problem}`, { file: this.#file })
  }

  #value(key: string): Exclude<JsonValue, null> | undefined {
    return this.#raw[key] ?? undefined
  }

  #unexpected(key: string, value: JsonValue, expected: string): AppError {
    const written = JSON.stringify(value)
    const shown = written.length > 80 ? `${written.slice(0, 80)}…` : written
    return this.malformed(`${this.#path}${key} is ${shown}, expected ${expected}`)
  }
}

function isTokenId(value: JsonValue): value is number {
  return (
    typeof value === 'number' &&
    Number.isInteger(value) &&
    value >= 0 &&
    value < configLimits.vocabulary
  )
}

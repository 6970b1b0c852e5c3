/**
 * JSON (RFC 8259) for untrusted text: what `JSON.parse` lets pass is refused here (repeated keys,
 * rounded integers, unbounded depth, lone surrogates). One pass over the text, linear time.
 */
import { AppError } from '../errors.ts'

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject

/** Without a prototype, so that `__proto__` and `constructor` are ordinary keys. */
export interface JsonObject {
  readonly [key: string]: JsonValue
}

export interface StrictJsonOptions {
  /** The file that the text is from, for messages. */
  readonly file?: string
  /**
   * `exact-integers` (file headers): every number is a plain integer within ±(2^53 − 1).
   * `any` (configs, the default): any finite number; large integers are rounded as usual.
   */
  readonly numbers?: 'exact-integers' | 'any'
  /** Where the text starts in its file, added to the offsets of errors. */
  readonly startBytes?: number
}

/** Containers within containers; deeper text is refused before it can overflow a recursive walker. */
export const maxDepth = 64

/**
 * Parses JSON text.
 *
 * @throws AppError `checkpoint/malformed` with the byte offset of the first violation
 */
export function parseStrictJson(
  source: Uint8Array | string,
  options: StrictJsonOptions = {}
): JsonValue {
  const text = typeof source === 'string' ? source : decodeUtf8(source, options)
  return new Parser(text, options).parseDocument()
}

function decodeUtf8(bytes: Uint8Array, options: StrictJsonOptions): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    const subject = options.file ?? 'JSON text'
    throw new AppError('checkpoint/malformed', `${subject} is not valid UTF-8`, {
      ...(options.file !== undefined && { file: options.file }),
      offsetBytes: options.startBytes ?? 0,
      cause
    })
  }
}

const number = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y
const nonJsonNumber = /[+-]?(?:NaN|Infinity|inf|nan)/y

class Parser {
  readonly #text: string
  readonly #options: StrictJsonOptions
  #at = 0
  #depth = 0

  constructor(text: string, options: StrictJsonOptions) {
    this.#text = text
    this.#options = options
  }

  parseDocument(): JsonValue {
    this.#skipSpace()
    const value = this.#parseValue()
    this.#skipSpace()
    if (this.#at < this.#text.length) this.#fail(`found ${this.#found()} after the JSON value`)
    return value
  }

  #parseValue(): JsonValue {
    switch (this.#text.charCodeAt(this.#at)) {
      case 0x7b:
        return this.#parseObject()
      case 0x5b:
        return this.#parseArray()
      case 0x22:
        return this.#parseString()
      case 0x74:
        return this.#parseWord('true', true)
      case 0x66:
        return this.#parseWord('false', false)
      case 0x6e:
        return this.#parseWord('null', null)
      default:
        return this.#parseNumber()
    }
  }

  #parseObject(): JsonObject {
    this.#enter()
    const object: Record<string, JsonValue> = Object.create(null)
    if (this.#closes(0x7d)) return object
    for (;;) {
      if (this.#text.charCodeAt(this.#at) !== 0x22) {
        this.#fail(`found ${this.#found()}, expected a key in double quotes`)
      }
      const keyAt = this.#at
      const key = this.#parseString()
      if (key in object) this.#fail(`key ${quote(key)} occurs twice in one object`, keyAt)
      this.#skipSpace()
      if (this.#text.charCodeAt(this.#at) !== 0x3a) {
        this.#fail(`found ${this.#found()}, expected ":" after the key ${quote(key)}`)
      }
      this.#at++
      this.#skipSpace()
      object[key] = this.#parseValue()
      if (this.#endsAfterItem(0x7d)) return object
    }
  }

  #parseArray(): JsonValue[] {
    this.#enter()
    const array: JsonValue[] = []
    if (this.#closes(0x5d)) return array
    for (;;) {
      array.push(this.#parseValue())
      if (this.#endsAfterItem(0x5d)) return array
    }
  }

  #enter(): void {
    if (++this.#depth > maxDepth) this.#fail(`nested deeper than ${maxDepth} levels`)
    this.#at++
    this.#skipSpace()
  }

  #closes(closer: number): boolean {
    if (this.#text.charCodeAt(this.#at) !== closer) return false
    this.#at++
    this.#depth--
    return true
  }

  /** After an item: true at the closing bracket, false after a comma; anything else is an error. */
  #endsAfterItem(closer: number): boolean {
    this.#skipSpace()
    if (this.#closes(closer)) return true
    if (this.#text.charCodeAt(this.#at) !== 0x2c) {
      this.#fail(`found ${this.#found()}, expected "," or "${String.fromCharCode(closer)}"`)
    }
    this.#at++
    this.#skipSpace()
    return false
  }

  #parseString(): string {
    const text = this.#text
    const start = this.#at++
    let hasEscape = false
    for (;;) {
      const code = text.charCodeAt(this.#at)
      if (code === 0x22) break
      if (code === 0x5c) {
        hasEscape = true
        this.#at += 2
      } else if (code >= 0x20) {
        this.#at++
      } else if (Number.isNaN(code)) {
        this.#fail('the text ends inside a string', text.length)
      } else {
        this.#fail(`control character ${codePoint(code)} inside a string, expected an escape`)
      }
    }
    this.#at++
    return hasEscape ? this.#decodeEscapes(start, this.#at) : text.slice(start + 1, this.#at - 1)
  }

  /** A string literal alone is safe with V8's parser, and fast; only lone surrogates pass it. */
  #decodeEscapes(start: number, end: number): string {
    let value: unknown
    try {
      value = JSON.parse(this.#text.slice(start, end))
    } catch {
      this.#fail('unknown escape in a string', start)
    }
    if (typeof value !== 'string') this.#fail('unknown escape in a string', start)
    if (/\p{Surrogate}/u.test(value)) this.#fail('half of a surrogate pair in a string', start)
    return value
  }

  #parseWord<T extends boolean | null>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at))
      this.#fail(`found ${this.#found()}, expected a value`)
    this.#at += word.length
    return value
  }

  #parseNumber(): number {
    number.lastIndex = this.#at
    const match = number.exec(this.#text)
    if (match === null) {
      nonJsonNumber.lastIndex = this.#at
      const word = nonJsonNumber.exec(this.#text)?.[0]
      this.#fail(word ? `${word} is not a JSON number` : `found ${this.#found()}, expected a value`)
    }
    const value = Number(match[0])
    const written = match[0].length > 40 ? `${match[0].slice(0, 40)}…` : match[0]
    if (!Number.isFinite(value)) this.#fail(`number ${written} is too large`)
    if (this.#options.numbers === 'exact-integers') {
      if (match[1] !== undefined || match[2] !== undefined) {
        this.#fail(`number ${written}, expected a plain integer`)
      }
      if (!Number.isSafeInteger(value)) this.#fail(`integer ${written} is beyond ±(2^53 − 1)`)
    }
    this.#at += match[0].length
    return value
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at)
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return
      this.#at++
    }
  }

  #found(): string {
    const point = this.#text.codePointAt(this.#at)
    if (point === undefined) return 'the end of the text'
    return point > 0x20 && point < 0x7f ? `"${String.fromCodePoint(point)}"` : codePoint(point)
  }

  #fail(problem: string, at = this.#at): never {
    const before = Buffer.byteLength(this.#text.slice(0, at), 'utf8')
    const subject = this.#options.file === undefined ? '' : `${this.#options.file}: `
    throw new AppError('checkpoint/malformed', `${subject}not sound JSON: ${problem}`, {
      ...(this.#options.file !== undefined && { file: this.#options.file }),
      offsetBytes: (this.#options.startBytes ?? 0) + before
    })
  }
}

function codePoint(point: number): string {
  return `U+${point.toString(16).toUpperCase().padStart(4, '0')}`
}

function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)
}

import { vectorFileLimits } from './limits.ts'
import { isNumber, parseNumbers } from './parse-numbers.ts'
import type { RowSink } from './row-sink.ts'
import type { RowReader } from './row-reader.ts'
import { cutShortHint, quoted, vectorFault } from './vector-fault.ts'
import { fieldsOf, type VectorFormat } from './vector-format.ts'

/**
 * Rows of text: a line a word, fields divided by spaces or tabs. The last nDimensions fields are the
 * numbers, so that a word may hold spaces (a few of GloVe 840B do).
 */
export class TextRows implements RowReader {
  readonly #name: string
  readonly #format: VectorFormat
  readonly #sink: RowSink
  #line: number

  constructor(name: string, format: VectorFormat, sink: RowSink) {
    this.#name = name
    this.#format = format
    this.#sink = sink
    this.#line = format.nHeaderLines
  }

  take(bytes: Buffer, atBytes: number, isLast: boolean): number {
    let from = 0
    while (from < bytes.length) {
      const feed = bytes.indexOf(0x0a, from)
      if (feed < 0 && !isLast) break
      const end = feed < 0 ? bytes.length : feed
      this.#line++
      if (feed < 0) this.#sink.isLastLineOpen = true
      this.#readLine(bytes, from, end, atBytes + from)
      from = end + 1
    }
    if (!isLast && bytes.length - from > vectorFileLimits.lineBytes) {
      throw this.#tooLong(this.#line + 1, 'line', vectorFileLimits.lineBytes, atBytes + from)
    }
    return Math.min(from, bytes.length)
  }

  #readLine(bytes: Buffer, from: number, lineEnd: number, atBytes: number): void {
    let end = lineEnd
    while (end > from && (isGap(bytes[end - 1]!) || bytes[end - 1] === 0x0d)) end--
    if (end === from) return
    this.#checkCount(atBytes)
    let wordEnd = from
    while (wordEnd < end && !isGap(bytes[wordEnd]!)) wordEnd++
    if (parseNumbers(bytes, wordEnd, end, this.#sink.row) !== end) {
      wordEnd = this.#readOddLine(bytes, from, end, atBytes)
    }
    if (wordEnd - from > vectorFileLimits.wordBytes) {
      throw this.#tooLong(this.#line, 'word', vectorFileLimits.wordBytes, atBytes)
    }
    this.#sink.accept(bytes, from, wordEnd)
  }

  #checkCount(offsetBytes: number): void {
    const { nPromised } = this.#format
    const limit = nPromised ?? vectorFileLimits.rows
    if (this.#sink.nRows < limit) return
    throw vectorFault(this.#name, {
      where: `line ${this.#line}`,
      found: `vector ${limit + 1}`,
      expected: nPromised === null ? `at most ${limit}` : `${limit}, as line 1 says`,
      hint: nPromised === null ? 'Keep the most frequent words.' : 'Correct the number in line 1.',
      offsetBytes
    })
  }

  /** A line that is not a word without spaces and its numbers. Returns where the word ends. */
  #readOddLine(bytes: Buffer, from: number, end: number, offsetBytes: number): number {
    const { nDimensions } = this.#format
    const fields = fieldsOf(bytes.toString('latin1', from, end))
    const numbers = fields.slice(1)
    const isOnlyNumbers = numbers.every(isNumber)
    if (numbers.length > nDimensions && !isOnlyNumbers) {
      const wordEnd = backOver(bytes, end, nDimensions)
      if (parseNumbers(bytes, wordEnd, end, this.#sink.row) === end) return wordEnd
    }
    if (numbers.length < nDimensions || isOnlyNumbers) {
      this.#failCount(numbers, nDimensions, offsetBytes)
    }
    const own = numbers.slice(-nDimensions)
    const wrong = own.findIndex((field) => !isNumber(field) || !isFloat32(field))
    throw vectorFault(this.#name, {
      where: `line ${this.#line}`,
      found: `${quoted(readable(own[wrong] ?? ''))} as number ${wrong + 1} of ${nDimensions}`,
      expected: 'a finite number',
      hint: 'The file is damaged, or its training diverged: use another one.',
      offsetBytes
    })
  }

  /** A wrong number of numbers, unless one of the right number is too large. */
  #failCount(numbers: readonly string[], nDimensions: number, offsetBytes: number): void {
    if (numbers.length === nDimensions) return
    const fields = `${numbers.length} ${numbers.length === 1 ? 'field' : 'fields'} after the word`
    throw vectorFault(this.#name, {
      where: `line ${this.#line}`,
      found: this.#sink.isLastLineOpen ? `${fields}, and the file ends` : fields,
      expected: `${nDimensions} numbers, as ${this.#format.nPromised === null ? 'most lines have' : 'line 1 says'}`,
      hint: cutShortHint,
      offsetBytes
    })
  }

  #tooLong(line: number, what: string, limitBytes: number, offsetBytes: number) {
    return vectorFault(this.#name, {
      where: `line ${line}`,
      found: `a ${what} of more than ${limitBytes} bytes`,
      expected: 'a word and its numbers',
      hint: 'Give a file with one word a line.',
      offsetBytes
    })
  }
}

function isGap(code: number): boolean {
  return code === 0x20 || code === 0x09
}

/** Where the gap before the last `nFields` fields begins. */
function backOver(bytes: Buffer, end: number, nFields: number): number {
  let at = end
  for (let i = 0; i < nFields; i++) {
    while (!isGap(bytes[at - 1]!)) at--
    while (isGap(bytes[at - 1]!)) at--
  }
  return at
}

function isFloat32(field: string): boolean {
  return Number.isFinite(Math.fround(Number(field)))
}

function readable(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8')
}

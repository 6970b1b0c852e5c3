import { vectorFileLimits } from './limits.ts'
import type { RowReader } from './row-reader.ts'
import type { RowSink } from './row-sink.ts'
import { cutShortHint, vectorFault } from './vector-fault.ts'
import type { VectorFormat } from './vector-format.ts'

const damagedHint = 'The file is damaged: fetch it again.'

/** Rows of word2vec's binary form: word, space, float32 little-endian, perhaps a line feed. */
export class BinaryRows implements RowReader {
  readonly #name: string
  readonly #nPromised: number
  readonly #sink: RowSink
  /** The sink's row as bytes: what is in the file need not be aligned. */
  readonly #rowBytes: Uint8Array

  constructor(name: string, { nPromised }: VectorFormat, sink: RowSink) {
    this.#name = name
    this.#nPromised = nPromised ?? 0
    this.#sink = sink
    this.#rowBytes = new Uint8Array(sink.row.buffer)
  }

  take(bytes: Buffer, atBytes: number, isLast: boolean): number {
    let from = 0
    while (this.#sink.nRows < this.#nPromised) {
      const start = bytes[from] === 0x0a ? from + 1 : from
      const space = bytes.indexOf(0x20, start)
      this.#checkWord(space < 0 ? bytes.length - start : space - start, atBytes + start)
      const end = space + 1 + this.#rowBytes.length
      if (space < 0 || end > bytes.length) {
        if (isLast) throw this.#cutShort(atBytes + bytes.length)
        return from
      }
      this.#rowBytes.set(bytes.subarray(space + 1, end))
      this.#checkNumbers(atBytes + space + 1)
      this.#sink.accept(bytes, start, space)
      from = end
    }
    const odd = bytes.subarray(from).findIndex((code) => code !== 0x0a)
    if (odd >= 0) {
      const offsetBytes = atBytes + from + odd
      throw vectorFault(this.#name, {
        where: `byte ${offsetBytes}`,
        found: `more bytes after vector ${this.#nPromised}`,
        expected: 'the end of the file, as line 1 says',
        hint: damagedHint,
        offsetBytes
      })
    }
    return bytes.length
  }

  #checkWord(lengthBytes: number, offsetBytes: number): void {
    const limit = vectorFileLimits.wordBytes
    if (lengthBytes <= limit) return
    throw vectorFault(this.#name, {
      where: `byte ${offsetBytes}`,
      found: `no space within ${limit} bytes`,
      expected: `the word of vector ${this.#sink.nRows + 1} and a space`,
      hint: damagedHint,
      offsetBytes
    })
  }

  #checkNumbers(offsetBytes: number): void {
    const wrong = this.#sink.row.findIndex((value) => !Number.isFinite(value))
    if (wrong < 0) return
    throw vectorFault(this.#name, {
      where: `byte ${offsetBytes + 4 * wrong}`,
      found: `${this.#sink.row[wrong]} in vector ${this.#sink.nRows + 1}`,
      expected: 'a finite number',
      hint: 'The file is damaged, or its training diverged: use another one.',
      offsetBytes: offsetBytes + 4 * wrong
    })
  }

  #cutShort(offsetBytes: number) {
    return vectorFault(this.#name, {
      where: `byte ${offsetBytes}`,
      found: `the end of the file in vector ${this.#sink.nRows + 1}`,
      expected: `${this.#nPromised} vectors, as line 1 says`,
      hint: cutShortHint,
      offsetBytes
    })
  }
}

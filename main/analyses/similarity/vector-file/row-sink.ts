/** What both forms of file do with a row that they have read. */
import { isUtf8 } from 'node:buffer'

/** Rows that are no word's vector, and signs of damage, counted. */
export interface RowCounts {
  /** All rows of the file. */
  readonly nRows: number
  /** Words that are empty, no UTF-8 or hold a line feed: no word of a list can be equal to them. */
  readonly nUnreadable: number
  /** Vectors of length zero: they have no direction. */
  readonly nZero: number
  /** A text file whose last line has no end. */
  readonly isLastLineOpen: boolean
}

/** @param vector  [nDimensions], finite, not zero; overwritten by the next row */
export type VisitRow = (word: string, vector: Float32Array) => void

export class RowSink {
  /** [nDimensions], where a reader puts a row's numbers. */
  readonly row: Float32Array
  readonly #visit: VisitRow
  #nRows = 0
  #nUnreadable = 0
  #nZero = 0
  isLastLineOpen = false

  constructor(nDimensions: number, visit: VisitRow) {
    this.row = new Float32Array(nDimensions)
    this.#visit = visit
  }

  get nRows(): number {
    return this.#nRows
  }

  counts(): RowCounts {
    return {
      nRows: this.#nRows,
      nUnreadable: this.#nUnreadable,
      nZero: this.#nZero,
      isLastLineOpen: this.isLastLineOpen
    }
  }

  /** The numbers are in `row`, the word's bytes in `bytes` from `from` to `end`. */
  accept(bytes: Buffer, from: number, end: number): void {
    this.#nRows++
    const word = readWord(bytes, from, end)
    if (word === null) this.#nUnreadable++
    else if (this.row.every((value) => value === 0)) this.#nZero++
    else this.#visit(word, this.row)
  }
}

function readWord(bytes: Buffer, from: number, end: number): string | null {
  if (from === end) return null
  let isAscii = true
  for (let at = from; at < end; at++) {
    const code = bytes[at]!
    if (code === 0x0a) return null
    if (code >= 0x80) isAscii = false
  }
  if (isAscii) return bytes.toString('latin1', from, end)
  return isUtf8(bytes.subarray(from, end)) ? bytes.toString('utf8', from, end) : null
}

import { AppError } from '../../errors.ts'
import { meanRows } from '../words/mean-rows.ts'

const rowsPerBlock = 1_024
/** One word's vector is the mean of one row. */
const oneRow = Int32Array.of(0, 1)

/** Vectors as they are found, to unit length; memory grows with what is put in. */
export class UnitRows {
  readonly #nDimensions: number
  readonly #limitBytes: number
  /** [rowsPerBlock, nDimensions] each */
  readonly #blocks: Float32Array[] = []

  constructor(nDimensions: number, limitBytes: number) {
    this.#nDimensions = nDimensions
    this.#limitBytes = limitBytes
  }

  /**
   * @param vector  [nDimensions], finite and not zero
   * @throws AppError `request/invalid` when the rows would need more memory than the limit
   */
  set(slot: number, vector: Float32Array): void {
    const block = Math.floor(slot / rowsPerBlock)
    while (this.#blocks.length <= block) this.#grow()
    const { vectors } = meanRows(vector, oneRow, this.#nDimensions, true)
    this.#blocks[block]!.set(vectors, (slot % rowsPerBlock) * this.#nDimensions)
  }

  /** [slots.length, nDimensions] */
  gather(slots: Int32Array): Float32Array {
    const d = this.#nDimensions
    const rows = new Float32Array(slots.length * d)
    slots.forEach((slot, i) => {
      const at = (slot % rowsPerBlock) * d
      rows.set(this.#blocks[Math.floor(slot / rowsPerBlock)]!.subarray(at, at + d), i * d)
    })
    return rows
  }

  #grow(): void {
    const length = rowsPerBlock * this.#nDimensions
    const bytes = (this.#blocks.length + 1) * length * 4
    if (bytes > this.#limitBytes) {
      throw new AppError(
        'request/invalid',
        `word vectors: more than ${this.#limitBytes} bytes for the words of the list, expected at most as many`,
        { hint: 'Give a shorter word list, or vectors of fewer dimensions.' }
      )
    }
    this.#blocks.push(new Float32Array(length))
  }
}

import { isBadRow, type DatasetItem, type DatasetRow } from './dataset-item.ts'

/** Columns are judged by the first so many rows; by fewer where rows are so long that their pieces fill memory. */
const enoughRows = 1_000
const mostPieces = 16

/** The beginning of a data set, held until a mapping is proposed from it. */
export class DatasetSample {
  readonly #pieces: (readonly DatasetItem[])[] = []
  readonly #rows: DatasetRow[] = []

  get isFull(): boolean {
    return this.#rows.length >= enoughRows || this.#pieces.length >= mostPieces
  }

  add(items: readonly DatasetItem[]): void {
    this.#pieces.push(items)
    for (const item of items) {
      if (this.#rows.length < enoughRows && !isBadRow(item)) this.#rows.push(item)
    }
  }

  /** As they came, bad rows too. */
  get pieces(): readonly (readonly DatasetItem[])[] {
    return this.#pieces
  }

  get rows(): readonly DatasetRow[] {
    return this.#rows
  }

  get columns(): readonly string[] {
    return [...new Set(this.#rows.flatMap(({ values }) => Object.keys(values)))]
  }
}

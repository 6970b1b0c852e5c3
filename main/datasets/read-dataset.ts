import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import type { DatasetFormat } from '../../preload/analysis/studies/dataset.ts'
import { isBadRow, type DatasetItem } from './dataset-item.ts'
import { decodeText, readBytes } from './formats/file-text.ts'
import { readJsonLines } from './formats/json-lines.ts'
import { withDatasetFile } from './open-dataset.ts'

/** What is known of a data set once it was read to the end. */
export interface DatasetFacts {
  /** The file's name. */
  readonly name: string
  /** SHA-256 of the file's bytes, hex. */
  readonly sha256: string
  readonly format: DatasetFormat
  readonly sizeBytes: number
  /** Sound and bad ones. */
  readonly nRows: number
  /** In the order they appear; at most `mostColumns`. */
  readonly columns: readonly string[]
}

/** A file of objects with ever new keys has no columns. */
export const mostColumns = 1_000

/**
 * Reads a data set to its end, as a stream: `visit` gets its rows in order, some at a time, bad ones too.
 *
 * @throws AppError `request/invalid` when the file cannot be opened, is of no format that is read here or
 * is not UTF-8; `job/cancelled`
 */
export async function readDataset(
  path: string,
  visit: (items: readonly DatasetItem[]) => void,
  signal?: AbortSignal
): Promise<DatasetFacts> {
  const name = basename(path)
  return withDatasetFile(path, async (file) => {
    const hash = createHash('sha256')
    const columns = new Set<string>()
    let nRows = 0
    for await (const items of readJsonLines(decodeText(readBytes(file, hash, signal), name))) {
      nRows += items.length
      for (const item of items) if (!isBadRow(item)) addColumns(columns, item.values)
      visit(items)
    }
    const { sizeBytes } = file.identity
    return {
      name,
      sha256: hash.digest('hex'),
      format: 'jsonl',
      sizeBytes,
      nRows,
      columns: [...columns]
    }
  })
}

function addColumns(columns: Set<string>, values: object): void {
  for (const column in values) if (columns.size < mostColumns) columns.add(column)
}

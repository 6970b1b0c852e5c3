import { createHash, type Hash } from 'node:crypto'
import { basename } from 'node:path'
import type { DatasetFormat } from '../../preload/analysis/studies/dataset.ts'
import { assertUnchanged } from '../checkpoint/file-identity.ts'
import type { SafeFile } from '../checkpoint/safe-file.ts'
import { addColumns } from './column-set.ts'
import { isBadRow, type DatasetItem } from './dataset-item.ts'
import { detectFormat, headBytes, type FileKind } from './formats/detect-format.ts'
import { decodeText, readBytes } from './formats/file-text.ts'
import { readJsonLines } from './formats/json-lines.ts'
import { readJsonList } from './formats/json-list.ts'
import { readParquet } from './formats/parquet-rows.ts'
import { readTable } from './formats/table-rows.ts'
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
  /** In the order they appear; at most so many as `addColumns` takes. */
  readonly columns: readonly string[]
}

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
    const { sizeBytes } = file.identity
    const kind = detectFormat(await file.read(0, Math.min(headBytes, sizeBytes)), name)
    const hash = createHash('sha256')
    const columns = new Set<string>()
    let nRows = 0
    for await (const items of readItems(file, kind, { name, hash, columns, signal })) {
      nRows += items.length
      visit(items)
    }
    await assertUnchanged(file.identity)
    return {
      name,
      sha256: hash.digest('hex'),
      format: kind.format,
      sizeBytes,
      nRows,
      columns: [...columns]
    }
  })
}

interface Reading {
  readonly name: string
  readonly hash: Hash
  readonly columns: Set<string>
  readonly signal: AbortSignal | undefined
}

async function* readItems(
  file: SafeFile,
  { layout }: FileKind,
  { name, hash, columns, signal }: Reading
): AsyncGenerator<readonly DatasetItem[]> {
  const bytes = readBytes(file, hash, signal)
  switch (layout.kind) {
    case 'json-lines':
      return yield* withColumns(readJsonLines(decodeText(bytes, name)), columns)
    case 'json-list':
      return yield* withColumns(readJsonList(decodeText(bytes, name)), columns)
    case 'table':
      return yield* readTable(decodeText(bytes, name), layout.delimiter, name, columns)
    case 'parquet':
      yield* readParquet(file, name, columns, signal)
      // Its rows are not read in the order of its bytes.
      for await (const _ of bytes);
  }
}

/** Rows of JSON name their columns themselves. */
async function* withColumns(
  pieces: AsyncIterable<readonly DatasetItem[]>,
  columns: Set<string>
): AsyncGenerator<readonly DatasetItem[]> {
  for await (const items of pieces) {
    for (const item of items) if (!isBadRow(item)) addColumns(columns, Object.keys(item.values))
    yield items
  }
}

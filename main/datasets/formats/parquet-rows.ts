/** Rows of a Parquet file (parquet-format 2.x), a row group at a time. */
import { parquetMetadataAsync, parquetRead, parquetSchema } from 'hyparquet'
import type { AsyncBuffer, FileMetaData, RowGroup } from 'hyparquet'
import type { SafeFile } from '../../checkpoint/safe-file.ts'
import type { JsonValue } from '../../checkpoint/strict-json.ts'
import { AppError } from '../../errors.ts'
import { datasetFault } from '../dataset-fault.ts'
import type { DatasetItem } from '../dataset-item.ts'
import { parquetCodecs } from './parquet-codecs.ts'
import { jsonOfParquet, textOfBytes } from './parquet-values.ts'

/** A row group is decoded whole, so it must fit into memory; writers make them of 1 to 128 MiB. */
const largestGroupBytes = 2 ** 30
const mostGroupValues = 2 ** 26
const rowsAtOnce = 1_000

const parsers = { stringFromBytes: textOfBytes, jsonFromBytes: textOfBytes }

/** @param columns gets the names of the schema */
export async function* readParquet(
  file: SafeFile,
  columns: Set<string>,
  signal: AbortSignal | undefined
): AsyncGenerator<readonly DatasetItem[]> {
  const { name, sizeBytes } = file.identity
  const buffer: AsyncBuffer = {
    byteLength: sizeBytes,
    slice: async (start, end = sizeBytes) => (await file.read(start, end - start)).buffer
  }
  const metadata = await asParquetFault(name, () =>
    parquetMetadataAsync(buffer, { geoparquet: false })
  )
  const names = await asParquetFault(name, async () => {
    for (const [index, group] of metadata.row_groups.entries()) assertReadable(group, index)
    return parquetSchema(metadata).children.map(({ element }) => element.name)
  })
  for (const column of names) columns.add(column)
  let rowStart = 0
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows)
    const rows = await asParquetFault(name, () =>
      readRows(buffer, metadata, names, rowStart, rowEnd)
    )
    for (let at = 0; at < rows.length; at += rowsAtOnce) {
      if (signal?.aborted) throw new AppError('job/cancelled', 'reading the data set was stopped')
      const first = rowStart + at + 1
      yield rows
        .slice(at, at + rowsAtOnce)
        .map((row, i) => ({ line: first + i, values: valuesOf(names, row) }))
    }
    rowStart = rowEnd
  }
}

/** Rows as lists in the order of `names`: objects of the library could not hold a column named `__proto__`. */
function readRows(
  file: AsyncBuffer,
  metadata: FileMetaData,
  names: readonly string[],
  rowStart: number,
  rowEnd: number
): Promise<readonly (readonly unknown[])[]> {
  return new Promise((resolve, reject) => {
    parquetRead({
      file,
      metadata,
      columns: [...names],
      rowStart,
      rowEnd,
      compressors: parquetCodecs,
      parsers,
      geoparquet: false,
      onComplete: resolve
    }).catch(reject)
  })
}

function valuesOf(names: readonly string[], row: readonly unknown[]) {
  const values: Record<string, JsonValue> = Object.create(null)
  for (const [index, column] of names.entries()) values[column] = jsonOfParquet(row[index])
  return values
}

function assertReadable(group: RowGroup, index: number): void {
  let sizeBytes = 0
  let nValues = 0
  for (const { meta_data: column } of group.columns) {
    sizeBytes += Number(column?.total_uncompressed_size ?? 0)
    nValues += Number(column?.num_values ?? 0)
  }
  if (sizeBytes <= largestGroupBytes && nValues <= mostGroupValues) return
  throw new RangeError(
    `row group ${index + 1} has ${sizeBytes} bytes and ${nValues} values, expected at most ` +
      `${largestGroupBytes} and ${mostGroupValues}`
  )
}

async function asParquetFault<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    const found = cause instanceof Error ? cause.message : String(cause)
    throw datasetFault(name, `not sound Parquet: ${found}`, {
      hint: 'Write the file again, with small row groups and pages packed with Snappy, gzip, zstd or brotli.',
      cause
    })
  }
}

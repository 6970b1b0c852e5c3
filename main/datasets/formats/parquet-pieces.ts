/** Parquet files (parquet-format 2.x) by hyparquet, a row group at a time. */
import { parquetMetadataAsync, parquetRead, parquetSchema } from 'hyparquet'
import type { AsyncBuffer, FileMetaData } from 'hyparquet'
import type { SafeFile } from '../../checkpoint/safe-file.ts'
import { parquetCodecs } from './parquet-codecs.ts'
import { assertReadableGroups } from './parquet-limits.ts'
import type { ParquetReply } from './parquet-reply.ts'
import { plainOfParquet, textOfBytes } from './parquet-values.ts'

const rowsAtOnce = 1_000

const parsers = { stringFromBytes: textOfBytes, jsonFromBytes: textOfBytes }

/** The columns, then the rows in order; throws what the library throws. */
export async function* readPieces(
  file: SafeFile
): AsyncGenerator<Extract<ParquetReply, { kind: 'columns' | 'rows' }>> {
  const { sizeBytes } = file.identity
  const buffer: AsyncBuffer = {
    byteLength: sizeBytes,
    slice: async (start, end = sizeBytes) => (await file.read(start, end - start)).buffer
  }
  const metadata = await parquetMetadataAsync(buffer, { geoparquet: false })
  assertReadableGroups(metadata, sizeBytes)
  const names = parquetSchema(metadata).children.map(({ element }) => element.name)
  yield { kind: 'columns', names }
  let rowStart = 0
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows)
    const rows = await readRows(buffer, metadata, names, rowStart, rowEnd)
    for (let at = 0; at < rows.length; at += rowsAtOnce) {
      const some = rows.slice(at, at + rowsAtOnce)
      yield { kind: 'rows', rows: some.map((row) => row.map((value) => plainOfParquet(value))) }
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

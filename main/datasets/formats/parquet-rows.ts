import type { SafeFile } from '../../checkpoint/safe-file.ts'
import type { JsonValue } from '../../checkpoint/strict-json.ts'
import { AppError, reviveError } from '../../errors.ts'
import { addColumns } from '../column-set.ts'
import { datasetFault } from '../dataset-fault.ts'
import type { DatasetItem } from '../dataset-item.ts'
import { ParquetLink } from './parquet-link.ts'
import type { ParquetReply, PlainValue } from './parquet-reply.ts'
import { jsonOfPlain } from './parquet-values.ts'

const mark = 'PAR1'

/**
 * Rows of a Parquet file, decoded in a thread of their own.
 *
 * @param columns gets the names of the schema
 */
export async function* readParquet(
  file: SafeFile,
  name: string,
  columns: Set<string>,
  signal: AbortSignal | undefined
): AsyncGenerator<readonly DatasetItem[]> {
  await assertClosed(file, name)
  const link = new ParquetLink(file.identity)
  let names: readonly string[] = []
  let line = 1
  try {
    await sound(name, link.ready())
    for (;;) {
      const reply = await sound(name, link.next())
      if (signal?.aborted) throw new AppError('job/cancelled', 'reading the data set was stopped')
      if (reply.kind === 'end') return
      if (reply.kind === 'columns') {
        names = reply.names
        addColumns(columns, names)
      }
      if (reply.kind !== 'rows') continue
      yield reply.rows.map((row) => ({ line: line++, values: valuesOf(names, row) }))
    }
  } finally {
    await link.close()
  }
}

/** The format ends as it begins; a file that was cut does not. */
async function assertClosed(file: SafeFile, name: string): Promise<void> {
  const { sizeBytes } = file.identity
  const end = await file.read(sizeBytes - mark.length, mark.length)
  if (sizeBytes > 2 * mark.length && Buffer.from(end).toString('latin1') === mark) return
  throw datasetFault(name, `does not end with "${mark}", expected it as at the beginning`, {
    hint: 'The file is cut: copy or download it again.',
    offsetBytes: sizeBytes
  })
}

function valuesOf(names: readonly string[], row: readonly PlainValue[]) {
  const values: Record<string, JsonValue> = Object.create(null)
  for (const [index, column] of names.entries()) values[column] = jsonOfPlain(row[index] ?? null)
  return values
}

/** An answer that is none of failure; what is wrong with the file is told as wrong with the data set. */
async function sound(
  name: string,
  reply: Promise<ParquetReply>
): Promise<Exclude<ParquetReply, { kind: 'failed' }>> {
  let found: string
  try {
    const answer = await reply
    if (answer.kind !== 'failed') return answer
    if (answer.error.code === 'checkpoint/changed') throw reviveError(answer.error)
    found = answer.error.message
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
    found = thrown instanceof Error ? thrown.message : String(thrown)
  }
  throw datasetFault(name, `not sound Parquet: ${found}`, {
    hint: 'Write the file again, with small row groups and pages packed with Snappy, gzip, zstd or brotli.'
  })
}

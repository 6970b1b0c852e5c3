import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parquetMetadata } from 'hyparquet'
import type { ColumnMetaData, FileMetaData, RowGroup } from 'hyparquet'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, it } from 'vitest'
import { isBadRow, type DatasetItem } from '../../../../main/datasets/dataset-item.ts'
import { assertReadableGroups } from '../../../../main/datasets/formats/parquet-limits.ts'
import { readDataset } from '../../../../main/datasets/read-dataset.ts'
import { failureOf } from '../../../helpers/failure.ts'
import { writtenDataset } from '../written-dataset.ts'

const fixtures = join(import.meta.dirname, '../../../fixtures/datasets')

async function read(path: string) {
  const items: DatasetItem[] = []
  const facts = await readDataset(path, (some) => items.push(...some))
  return {
    facts,
    rows: items.map((item) => (isBadRow(item) ? item : [item.line, { ...item.values }]))
  }
}

const row = (
  id: number,
  prompt: string | null,
  response: string | null,
  instruction_spans: number[][],
  dataset: string,
  rating: number | null
) => [id + 1, { id: `case-${id}`, prompt, response, instruction_spans, dataset, rating }]

// What write-parquet.py wrote with pyarrow.
const written = [
  row(0, '  Say hi. 😀 Now.', 'hi', [[2, 9]], 'a', 2),
  row(1, '  Say hi. 😀 Now.', '', [[0, 9]], 'a', 1),
  row(2, '  Say hi. 😀 Now.', null, [], 'b', null),
  row(
    3,
    'Count to 3.',
    '1 2 3',
    [
      [0, 5],
      [3, 11]
    ],
    'b',
    null
  ),
  row(4, null, 'x', [[0, 1]], 'b', 1),
  row(5, 'Say hi.', 'hello', [[0, 99]], 'b', 3)
]

describe('readParquet', () => {
  it.each(['cases-zstd', 'cases-gzip-v2', 'cases-brotli', 'cases-snappy'])(
    'reads %s as pyarrow wrote it, whatever packing and row groups',
    async (name) => {
      const { facts, rows } = await read(join(fixtures, `${name}.parquet`))
      expect(rows).toEqual(written)
      expect(facts).toMatchObject({ format: 'parquet', nRows: 6 })
      expect(facts.columns).toEqual(Object.keys(written[0]![1]!))
    }
  )

  it('reads chat messages as lists of structs, and bytes that are no text as such', async () => {
    const { rows } = await read(join(fixtures, 'chats-zstd.parquet'))
    expect(rows[2]).toEqual([
      3,
      { prompt_id: 'p3', messages: [{ role: 'assistant', content: 'I begin.' }], image: 'ok' }
    ])
  })

  it('says which packing it cannot read', async () => {
    const error = await failureOf(() => read(join(fixtures, 'cases-lz4.parquet')))
    expect(error.code).toBe('request/invalid')
    expect(error.message).toContain('LZ4_RAW')
    expect(error.hint).toContain('zstd')
  })

  it('reads thousands of rows of another writer in order, large integers and a column named __proto__', async () => {
    const n = 2_500
    const path = writtenDataset(
      'rows.parquet',
      new Uint8Array(
        parquetWriteBuffer({
          columnData: [
            {
              name: '__proto__',
              data: Array.from({ length: n }, (_, i) => `p${i}`),
              type: 'STRING'
            },
            {
              name: 'big',
              data: Array.from({ length: n }, (_, i) => 2n ** 53n + BigInt(i)),
              type: 'INT64'
            },
            { name: 'yes', data: Array.from({ length: n }, (_, i) => i % 2 === 0), type: 'BOOLEAN' }
          ],
          rowGroupSize: 1_100
        })
      )
    )
    const { rows, facts } = await read(path)
    expect(rows).toHaveLength(n)
    expect(facts.columns).toEqual(['__proto__', 'big', 'yes'])
    const [line, values] = rows[2_400] as [number, Record<string, unknown>]
    expect(line).toBe(2_401)
    expect(Object.getOwnPropertyDescriptor(values, '__proto__')?.value).toBe('p2400')
    expect(values).toMatchObject({ big: '9007199254743392', yes: true })
  })

  it('says what is wrong with a file that is cut or is no Parquet inside', async () => {
    const sound = readFileSync(join(fixtures, 'cases-zstd.parquet'))
    for (const bytes of [sound.subarray(0, 4), sound.subarray(0, 8), sound.subarray(0, -1)]) {
      const error = await failureOf(() => read(writtenDataset('cut.parquet', bytes)))
      expect(error.code).toBe('request/invalid')
      expect(error.message).toContain('data set cut.parquet: does not end with "PAR1"')
      expect(error.hint).toContain('cut')
    }
    const hollow = Buffer.from('PAR1\xff\xff\xff\x7fPAR1', 'latin1')
    const error = await failureOf(() => read(writtenDataset('hollow.parquet', hollow)))
    expect(error.message).toMatch(/^data set hollow\.parquet: not sound Parquet: .*2147483647/)
  })

  it('stops when it is told to', async () => {
    const path = join(fixtures, 'cases-zstd.parquet')
    const error = await failureOf(() => readDataset(path, () => {}, AbortSignal.abort()))
    expect(error.code).toBe('job/cancelled')
  })

  it('holds what the footer says of row groups to the file', async () => {
    const path = join(fixtures, 'cases-zstd.parquet')
    const bytes = readFileSync(path)
    const metadata = parquetMetadata(new Uint8Array(bytes).buffer)
    const of = (change: Partial<RowGroup>, more: Partial<FileMetaData> = {}) => ({
      ...metadata,
      ...more,
      row_groups: [{ ...metadata.row_groups[0]!, ...change }, ...metadata.row_groups.slice(1)]
    })
    const column = metadata.row_groups[0]!.columns[0]!
    const withColumn = (change: Partial<ColumnMetaData>) =>
      of({ columns: [{ ...column, meta_data: { ...column.meta_data!, ...change } }] })
    const problemOf = (changed: FileMetaData) => {
      try {
        assertReadableGroups(changed, bytes.length)
        return null
      } catch (thrown) {
        return String(thrown)
      }
    }
    expect(problemOf(of({}))).toBeNull()
    expect(problemOf(of({ num_rows: 2n ** 40n }))).toContain('1099511627776 rows')
    expect(problemOf(of({ num_rows: -1n }))).toContain('-1 rows')
    expect(problemOf(of({}, { num_rows: 7n }))).toContain('7 rows, its row groups have 6')
    expect(problemOf(withColumn({ num_values: 5n }))).toContain(
      '5 values in column "id" for 4 rows'
    )
    expect(problemOf(withColumn({ total_compressed_size: 2n ** 40n }))).toContain('the file has')
    expect(problemOf(withColumn({ total_uncompressed_size: 2n ** 40n }))).toContain('unpacked')
    expect(problemOf(of({ columns: [{ file_offset: 0n }] }))).toContain('without metadata')
  })
})

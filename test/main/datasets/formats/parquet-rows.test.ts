import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, it } from 'vitest'
import { isBadRow, type DatasetItem } from '../../../../main/datasets/dataset-item.ts'
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
    for (const bytes of [
      sound.subarray(0, 4),
      sound.subarray(0, -1),
      Buffer.from('PAR1\xff\xff\xff\x7fPAR1', 'latin1')
    ]) {
      const error = await failureOf(() => read(writtenDataset('cut.parquet', bytes)))
      expect(error.code).toBe('request/invalid')
      expect(error.message).toMatch(/^data set cut\.parquet: not sound Parquet: /)
    }
  })
})

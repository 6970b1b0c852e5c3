import { describe, expect, it } from 'vitest'
import { longestRow } from '../../../../main/datasets/dataset-item.ts'
import type { Delimiter } from '../../../../main/datasets/formats/table-delimiter.ts'
import { readTable } from '../../../../main/datasets/formats/table-rows.ts'
import { failureOf } from '../../../helpers/failure.ts'
import { allOf, inPieces } from '../written-dataset.ts'

async function table(text: string, delimiter: Delimiter = ',', size = 5) {
  const columns = new Set<string>()
  const rows = await allOf(readTable(inPieces(text, size), delimiter, 'x.csv', columns))
  return {
    columns: [...columns],
    rows: rows.map((row) => [row.line, 'problem' in row ? row.problem : Object.values(row.values)])
  }
}

describe('readTable', () => {
  it.each([1, 2, 3, 1000])('reads RFC 4180 with quoted line ends, pieces of %i', async (size) => {
    const text = 'a,b\r\n"x, ""y""","one\r\ntwo\n\nthree"\r\n\r\n,\n"",z'
    expect(await table(text, ',', size)).toEqual({
      columns: ['a', 'b'],
      rows: [
        [2, ['x, "y"', 'one\r\ntwo\n\nthree']],
        [7, ['', '']],
        [8, ['', 'z']]
      ]
    })
  })

  it('reads tabs, with commas and inner quotes as text', async () => {
    expect((await table('a\tb\nsay "hi", he said\tit\'s 5" wide\n', '\t')).rows).toEqual([
      [2, ['say "hi", he said', 'it\'s 5" wide']]
    ])
  })

  it('makes rows that are too short or too long bad rows', async () => {
    expect((await table('a,b\n1\n1,2,3\n1,2\n')).rows).toEqual([
      [2, '1 columns, expected 2 as in the header ("a", "b")'],
      [3, '3 columns, expected 2 as in the header ("a", "b")'],
      [4, ['1', '2']]
    ])
  })

  it('keeps the rows after a quote that is not closed', async () => {
    const text = 'a,b\n1,"open\n2,x\n3,y\n'
    expect((await table(text)).rows).toEqual([
      [2, 'a quote that is not closed before the file ends'],
      [3, ['2', 'x']],
      [4, ['3', 'y']]
    ])
  })

  it('keeps the rows after text behind a closing quote', async () => {
    expect((await table('a,b\n"x"y,1\n"p\nq"r,2\n3,4\n')).rows).toEqual([
      [2, '"y" after a closing quote, expected a comma or the end of the row'],
      [3, '"r" after a closing quote, expected a comma or the end of the row'],
      [4, ['q"r', '2']],
      [5, ['3', '4']]
    ])
  })

  it('makes a row over 16 MiB a bad row, in one line or over many', async () => {
    const nLines = longestRow / 1024
    const text = `a,b\n${'x'.repeat(longestRow)},1\n2,"${`${'y'.repeat(1023)}\n`.repeat(nLines)}"\n3,4\n`
    const { rows } = await table(text, ',', 2 ** 20)
    expect(rows.slice(0, 2)).toEqual([
      [2, 'longer than 16,777,216 characters, expected at most as many'],
      [3, 'longer than 16,777,216 characters, expected at most as many']
    ])
    expect(rows[2]).toEqual([4, '1 columns, expected 2 as in the header ("a", "b")'])
    expect(rows.at(-1)).toEqual([3 + nLines + 1, ['3', '4']])
    expect(rows).toHaveLength(2 + nLines - 1 + 2)
  })

  it('reads on after an open quote is met by a line that is too long', async () => {
    const text = `a,b\n1,"open\n${'x'.repeat(longestRow + 1)}\n2,3\n`
    expect((await table(text, ',', 2 ** 20)).rows).toEqual([
      [2, 'a quote that is not closed'],
      [3, 'longer than 16,777,216 characters, expected at most as many'],
      [4, ['2', '3']]
    ])
  })

  it('takes bounded time over lines that all open a quote again, and names those it leaves out', async () => {
    const n = 100_000
    const { rows } = await table('a,b\n' + `${'a'.repeat(500)}","b\n`.repeat(n), ',', 2 ** 20)
    expect(rows.length).toBeLessThan(1_000)
    expect(rows.at(-1)![1]).toContain(`lines to ${n + 1} are left out with it`)
  })

  it('names columns that have no name, or one that is taken', async () => {
    expect((await table('a,,a,a (2)\n1,2,3,4\n')).columns).toEqual([
      'a',
      'column 2',
      'a (2)',
      'a (2) (2)'
    ])
  })

  it('takes __proto__ for a name like any other', async () => {
    const { columns, rows } = await table('__proto__,a\nx,y\n')
    expect(columns).toEqual(['__proto__', 'a'])
    expect(rows).toEqual([[2, ['x', 'y']]])
  })

  it('refuses a header that is not sound', async () => {
    const error = await failureOf(() => table('"a"b,c\n1,2\n'))
    expect(error.code).toBe('request/invalid')
    expect(error.message).toContain('header in line 1: "b" after a closing quote')
  })
})

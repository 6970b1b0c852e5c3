import { describe, expect, it } from 'vitest'
import { nextOrder, sortedRows, type Column } from '../../../renderer/views/heads/row-order.ts'

interface Row {
  readonly name: string
  readonly size: number | null
}
const rows: readonly Row[] = [
  { name: 'b', size: 2 },
  { name: 'a', size: null },
  { name: 'c', size: 10 },
  { name: 'd', size: 2 }
]
const columns: readonly Column<Row>[] = [
  { id: 'name', title: 'Name', width: '1fr', isNumber: false, value: ({ name }) => name },
  { id: 'size', title: 'Size', width: '1fr', isNumber: true, value: ({ size }) => size }
]
const names = (column: string, isDescending: boolean) =>
  sortedRows(rows, columns, { column, isDescending })
    .map(({ name }) => name)
    .join('')

describe('order of rows', () => {
  it('sorts numbers as numbers and words as words, either way', () => {
    expect([names('size', true), names('name', false), names('name', true)]).toEqual([
      'cbda',
      'abcd',
      'dcba'
    ])
  })

  it('keeps equal rows as they were, and rows without a value at the end', () => {
    expect(names('size', false)).toBe('bdca')
  })

  it('leaves rows as they are under a column that is not there', () => {
    expect(names('gone', true)).toBe('bacd')
  })

  it('begins with the largest number or the first word, then turns round', () => {
    expect(nextOrder(null, columns[1]!)).toEqual({ column: 'size', isDescending: true })
    expect(nextOrder(null, columns[0]!)).toEqual({ column: 'name', isDescending: false })
    expect(nextOrder({ column: 'size', isDescending: true }, columns[1]!).isDescending).toBe(false)
  })
})

/** Columns of the tables of the Heads tab, and the order of their rows. */
import type { Role } from '../../../preload/data.ts'

export interface RowOrder {
  /** Id of a column. */
  readonly column: string
  readonly isDescending: boolean
}

export interface Column<Row> {
  readonly id: string
  readonly title: string
  readonly hint?: string
  /** Marks the column as one of a model. */
  readonly role?: Role
  /** A track of CSS grid. */
  readonly width: string
  readonly isNumber: boolean
  /** What rows are sorted by; null stays at the end whichever way one sorts. */
  readonly value: (row: Row) => number | string | null
  /** As it is read; left out, the value itself. */
  readonly text?: (row: Row) => string
}

/** Rows in order; equal ones stay as they were. */
export function sortedRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  order: RowOrder | null
): readonly Row[] {
  const column = columns.find(({ id }) => id === order?.column)
  if (!column || !order) return rows
  const keys = rows.map(column.value)
  const sign = order.isDescending ? -1 : 1
  const places = Array.from(rows.keys()).sort((a, b) => {
    const [x, y] = [keys[a]!, keys[b]!]
    if (x === null || y === null) return Number(x === null) - Number(y === null)
    return x === y ? a - b : x < y ? -sign : sign
  })
  return places.map((place) => rows[place]!)
}

/** What a click on a column's title asks for: the other way round, else numbers from the largest. */
export function nextOrder<Row>(order: RowOrder | null, { id, isNumber }: Column<Row>): RowOrder {
  const isDescending = order?.column === id ? !order.isDescending : isNumber
  return { column: id, isDescending }
}

/** Finds cells of a table by what a reader sees. */
import type {
  StatCell,
  StatTable
} from '../../../../renderer/views/studies/results/tables/stat-table.ts'

export const row = ({ rows }: StatTable, name: string) => {
  const found = rows.find(({ cells }) => cells[0]!.text === name)
  if (!found) throw new Error(`no row ${name}`)
  return found.cells
}
export const cell = (table: StatTable, name: string, title: string): StatCell => {
  const column = table.columns.findIndex((one) => one.title === title)
  return row(table, name)[column]!
}

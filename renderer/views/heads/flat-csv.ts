import { csvLine, type CsvField } from '../../pictures/csv.ts'

/** Flat rows as CSV, a column a field in the order of the first row; none without rows. */
export function flatCsv<Row extends { readonly [Name in keyof Row]: CsvField }>(
  rows: readonly Row[]
): string {
  const first = rows[0]
  if (!first) return ''
  // Object.keys gives the fields that the row has; its type does not say so.
  const names = Object.keys(first) as (keyof Row & string)[]
  return csvLine(names) + rows.map((row) => csvLine(names.map((name) => row[name]))).join('')
}

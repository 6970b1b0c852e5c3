/** Comma-separated values as in RFC 4180: CRLF after every record, quotes doubled. */

export type CsvField = string | number | boolean | null

/** A spreadsheet takes a cell that starts so for a formula (OWASP, "CSV Injection"). */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/
const plainNumber = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i

/** The text of a table; null is an empty field. */
export function csvText(records: readonly (readonly CsvField[])[]): string {
  return records.map((record) => record.map(csvField).join(',') + '\r\n').join('')
}

/** One field: guarded against formulas by a leading apostrophe unless it is a plain number, then quoted. */
export function csvField(value: CsvField): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const guarded = formulaStart.test(value) && !plainNumber.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}

/**
 * CSV as in RFC 4180, with a guard against formulas: spreadsheets run text that begins with one of
 * = + - @ or a tab, so such text gets an apostrophe in front. Numbers are written as they are.
 */
export function csvLine(fields: readonly CsvField[], separator: ',' | '\t' = ','): string {
  return `${fields.map(csvField).join(separator)}\r\n`
}

export type CsvField = string | number | boolean | null

function csvField(field: CsvField): string {
  if (field === null) return ''
  if (typeof field !== 'string') return String(field)
  const guarded = /^[=+\-@\t\r]/.test(field) ? `'${field}` : field
  return /[",\t\r\n]/.test(guarded) ? `"${guarded.replace(/"/g, '""')}"` : guarded
}

/** Rows of a table with a header: CSV or TSV (RFC 4180), UTF-8. */
import { parse } from 'csv-parse/sync'
import type { BadRow } from '../../../preload/analysis/studies/dataset.ts'
import type { JsonObject } from '../../checkpoint/strict-json.ts'
import { AppError } from '../../errors.ts'
import { addColumns } from '../column-set.ts'
import { datasetFault } from '../dataset-fault.ts'
import type { DatasetItem } from '../dataset-item.ts'
import { shownText } from '../mapping/cell-text.ts'
import type { Delimiter } from './table-delimiter.ts'
import { readRecords, type TableRecord } from './table-records.ts'
import { readLines } from './text-lines.ts'

/** @param columns gets the names of the header */
export async function* readTable(
  texts: AsyncIterable<string>,
  delimiter: Delimiter,
  name: string,
  columns: Set<string>
): AsyncGenerator<readonly DatasetItem[]> {
  let header: readonly string[] | null = null
  for await (const records of readRecords(readLines(texts), delimiter)) {
    const [first] = records
    if (first === undefined) continue
    if (header !== null) {
      yield rowsOf(records, header, delimiter)
      continue
    }
    if ('problem' in first) {
      throw datasetFault(name, `header in line ${first.line}: ${first.problem}`, {
        hint: 'The first row must name the columns.'
      })
    }
    header = columnNamesOf(fieldsOf([first], delimiter)[0] ?? [])
    addColumns(columns, header)
    yield rowsOf(records.slice(1), header, delimiter)
  }
}

/** Names as they are; nameless columns and those of a name that is taken get one that is free. */
function columnNamesOf(fields: readonly string[]): readonly string[] {
  const names = new Set<string>()
  for (const [index, field] of fields.entries()) {
    const given = field.trim() || `column ${index + 1}`
    let name = given
    for (let copy = 2; names.has(name); copy++) name = `${given} (${copy})`
    names.add(name)
  }
  return [...names]
}

function rowsOf(
  records: readonly (TableRecord | BadRow)[],
  header: readonly string[],
  delimiter: Delimiter
): readonly DatasetItem[] {
  const sound = records.filter((record) => 'text' in record)
  const fields = fieldsOf(sound, delimiter)[Symbol.iterator]()
  return records.map((record) =>
    'text' in record ? rowOf(record.line, fields.next().value ?? [], header) : record
  )
}

/** Fields of sound records, by the parser; one list a record. */
function fieldsOf(
  records: readonly TableRecord[],
  delimiter: Delimiter
): readonly (readonly string[])[] {
  if (records.length === 0) return []
  const text = records.map(({ text }) => `${text}\n`).join('')
  const fields = parse(text, {
    delimiter,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    // A quote inside a bare field is a character: `readRecords` has refused what is unsound.
    relax_quotes: true
  })
  if (fields.length === records.length) return fields
  throw new AppError(
    'internal',
    `table from line ${records[0]!.line}: ${fields.length} records parsed, expected ${records.length}`
  )
}

function rowOf(line: number, fields: readonly string[], header: readonly string[]): DatasetItem {
  if (fields.length !== header.length) {
    const names = header.slice(0, 8).map(shownText).join(', ')
    return {
      line,
      problem: `${fields.length} columns, expected ${header.length} as in the header (${names}${header.length > 8 ? ', …' : ''})`
    }
  }
  const values: Record<string, string> = Object.create(null)
  for (const [index, name] of header.entries()) values[name] = fields[index]!
  return { line, values: values satisfies JsonObject }
}

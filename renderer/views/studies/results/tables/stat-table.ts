/** Tables of studies as data: what is read on screen, copied as text, saved as CSV and tested. */
import type { StudyRole } from '../../../../../preload/analysis/studies/record.ts'
import { csvLine, type CsvField } from '../../../../pictures/csv.ts'

export interface StatTable {
  readonly title: string
  readonly columns: readonly StatColumn[]
  readonly rows: readonly StatRow[]
}

export interface StatColumn {
  readonly title: string
  readonly hint?: string
  /** Marks the column as one of a model. */
  readonly role?: StudyRole
  /** Words rather than numbers: they stand on the left. */
  readonly isText?: boolean
  /** Names of the column's fields in a file; one for each of a cell's `values`. */
  readonly fields: readonly string[]
}

export interface StatRow {
  readonly key: string
  /** `total` is of everything together, `chosen` what is shown elsewhere too. */
  readonly look?: 'total' | 'chosen'
  /** One for each column; the first names the row. */
  readonly cells: readonly StatCell[]
}

export interface StatCell {
  readonly text: string
  /** What the text stands for, with all its digits. */
  readonly values: readonly CsvField[]
  /** Null where there is nothing to open. */
  readonly behind: CasesBehind | null
  /** `strong` is a finding (p < 0.05), `quiet` what is only needed to judge one. */
  readonly look?: 'strong' | 'quiet'
}

/** The cases that a number was made of, and which number that is. */
export interface CasesBehind {
  readonly cases: readonly number[]
  /** For above the list of the cases: `base, self-instruct: mean score of 252 cases`. */
  readonly why: string
}

/** More rows are only read by who asks for them; files and copies have all. */
export const mostRowsShown = 40

/** The first rows and the lines of everything together. */
export function firstRows(rows: readonly StatRow[]): readonly StatRow[] {
  if (rows.length <= mostRowsShown) return rows
  return rows.filter(({ look }, i) => i < mostRowsShown - 1 || look === 'total')
}

/** A cell that names its row, or says something that no cases stand behind. */
export function wordCell(text: string): StatCell {
  return { text, values: [text], behind: null }
}

/** Every number with all its digits. */
export function tableCsv({ columns, rows }: StatTable): string {
  const line = (cells: readonly StatCell[]) => csvLine(cells.flatMap(({ values }) => values))
  return (
    csvLine(columns.flatMap(({ fields }) => fields)) + rows.map(({ cells }) => line(cells)).join('')
  )
}

/** The table as it is read, cells apart by tabs: it pastes into papers and sheets alike. */
export function tableText({ columns, rows }: StatTable): string {
  const titles = columns.map(({ title, role }) => (role ? `${role} ${title}` : title))
  return [titles, ...rows.map(({ cells }) => cells.map(({ text }) => text))]
    .map((line) => `${line.join('\t')}\n`)
    .join('')
}

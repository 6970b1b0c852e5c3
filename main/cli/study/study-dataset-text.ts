/** A data set before a study, and the rows of it that cannot be used, for a terminal. */
import {
  mappedFields,
  type BadRow,
  type DatasetPreview
} from '../../../preload/analysis/studies/dataset.ts'
import { displayText } from '../../../preload/token-display.ts'
import { counted } from '../../exports/studies/report/report-words.ts'

const mostGroups = 12
const mostBadRows = 20

/** Ends with a line break. */
export function studyDatasetText(preview: DatasetPreview): string {
  const { name, format, nRows, mapping, nCases, groups, notes } = preview
  const columns = mappedFields.flatMap((key) => {
    const column = mapping?.[key] ?? null
    return column === null ? [] : [`${key}=${displayText(column)}`]
  })
  const shown = groups.slice(0, mostGroups).map((each) => {
    const group = each.group === '' ? 'without a group' : displayText(each.group)
    return `${group} ${each.nCases}`
  })
  const more = groups.length > mostGroups ? ` and ${groups.length - mostGroups} more` : ''
  const lines = [
    `data set: ${displayText(name)} (${format}), ${counted(nRows, 'row')}, ${counted(nCases, 'case')}`,
    `columns: ${columns.join(', ')}`,
    `with a response ${preview.nWithResponse}, an instruction ${preview.nWithInstruction}, a rating ${preview.nRated}`,
    ...(groups.length > 0 ? [`groups: ${shown.join(', ')}${more}`] : []),
    ...notes.map((note) => `note: ${displayText(note)}`)
  ]
  return lines.map((line) => `${line}\n`).join('')
}

/**
 * A line a bad row.
 *
 * @param isWritten  a file lists them all, so the first will do
 */
export function badRowLines(badRows: readonly BadRow[], isWritten: boolean): string[] {
  if (badRows.length === 0) return []
  const shown = isWritten ? badRows.slice(0, mostBadRows) : badRows
  const more = badRows.length - shown.length
  return [
    `left out or incomplete: ${counted(badRows.length, 'row')}`,
    ...shown.map(({ line, problem }) => `  line ${line}: ${problem}`),
    ...(more > 0 ? [`  and ${more} more, listed in the JSON file`] : [])
  ]
}

/** What to do about instructions that stand in their prompts more than once; null where none does. */
export function ambiguityNote({ nAmbiguous, mapping }: DatasetPreview): string | null {
  if (nAmbiguous === 0) return null
  const which =
    mapping?.instructionMatch === 'only'
      ? 'such rows are left out; --match first, last or all takes them'
      : `taken: ${mapping?.instructionMatch}`
  return `the instruction stands in the prompt more than once in ${counted(nAmbiguous, 'row')}: ${which}`
}

import { mappedFields, type StudyMapping } from '../../preload/analysis/studies/dataset.ts'
import { datasetFault } from './dataset-fault.ts'
import { shownText } from './mapping/cell-text.ts'

/** @throws AppError `request/invalid` when the mapping names columns that the file does not have */
export function assertMapped(
  name: string,
  columns: readonly string[],
  mapping: StudyMapping
): void {
  const missing = mappedFields.filter((field) => {
    const column = mapping[field]
    return column !== null && !columns.includes(column)
  })
  if (missing.length === 0) return
  const wanted = missing.map((field) => `${shownText(mapping[field]!)} (${field})`).join(', ')
  const there = columns.slice(0, 50).map(shownText).join(', ')
  const more = columns.length > 50 ? ` and ${columns.length - 50} more` : ''
  throw datasetFault(
    name,
    `no column ${wanted}; ` +
      (columns.length === 0 ? 'no sound row, so no columns' : `its columns are ${there}${more}`),
    { hint: 'Choose among the columns that are there.' }
  )
}

import { csvText } from '../csv.ts'
import { studyColumns } from './study-columns.ts'
import { studyRows, type StudyExport } from './study-rows.ts'

/** A line a case, mode and model. Of a partial study the first column is named so. */
export function studyCsv(study: StudyExport): string {
  const names = studyColumns.map(({ name }) => name)
  const header = study.record.isPartial ? ['case (partial result)', ...names.slice(1)] : names
  const lines = studyRows(study).map((row) => studyColumns.map(({ value }) => value(row)))
  return csvText([header, ...lines])
}

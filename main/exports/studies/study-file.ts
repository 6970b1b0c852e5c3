import type { FileData } from '../atomic-write.ts'
import { studyHtml } from './report/study-html.ts'
import { studyCsv } from './study-csv.ts'
import { studyJsonParts } from './study-json.ts'
import { studyParquet } from './study-parquet.ts'
import type { StudyExport } from './study-rows.ts'

export const studyFormats = ['json', 'html', 'csv', 'parquet'] as const
export type StudyFormat = (typeof studyFormats)[number]

const writers: Readonly<Record<StudyFormat, (study: StudyExport) => FileData>> = {
  json: studyJsonParts,
  html: studyHtml,
  csv: studyCsv,
  parquet: studyParquet
}

/** A study as a file that other programs read. */
export function studyFile(study: StudyExport, format: StudyFormat): FileData {
  return writers[format](study)
}

import { writeAtomically, type FileData } from '../exports/atomic-write.ts'
import { studyHtml } from '../exports/studies/report/study-html.ts'
import { studyCsv } from '../exports/studies/study-csv.ts'
import { studyJsonParts } from '../exports/studies/study-json.ts'
import { studyParquet } from '../exports/studies/study-parquet.ts'
import type { StudyExport } from '../exports/studies/study-rows.ts'

export const studyFormats = ['json', 'html', 'csv', 'parquet'] as const
export type StudyFormat = (typeof studyFormats)[number]

/** Where a study is written to, by form; null where it is not. */
export type StudyFiles = Readonly<Record<StudyFormat, string | null>>

const writers: Readonly<Record<StudyFormat, (study: StudyExport) => FileData>> = {
  json: studyJsonParts,
  html: studyHtml,
  csv: studyCsv,
  parquet: studyParquet
}

/** Those that are named. */
export function studyFiles(files: StudyFiles): { format: StudyFormat; path: string }[] {
  return studyFormats.flatMap((format) => {
    const path = files[format]
    return path === null ? [] : [{ format, path }]
  })
}

/** From the record itself: a run that could not be stored is written all the same. */
export async function writeStudyFiles(files: StudyFiles, study: StudyExport): Promise<void> {
  for (const { format, path } of studyFiles(files))
    await writeAtomically(path, writers[format](study))
}

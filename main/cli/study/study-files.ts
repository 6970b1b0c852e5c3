import { writeAtomically } from '../../exports/atomic-write.ts'
import { studyFile, studyFormats, type StudyFormat } from '../../exports/studies/study-file.ts'
import type { StudyExport } from '../../exports/studies/study-rows.ts'

/** Where a study is written to, by form; null where it is not. */
export type StudyFiles = Readonly<Record<StudyFormat, string | null>>

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
    await writeAtomically(path, studyFile(study, format))
}

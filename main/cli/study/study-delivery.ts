import { defaultSalience } from '../../../preload/analysis/salience-settings.ts'
import type { StudyRecord } from '../../../preload/analysis/studies/record.ts'
import { counted } from '../../exports/studies/report/report-words.ts'
import type { ServiceHandle } from '../../service/start-service.ts'
import type { Delivered } from '../run-stored-job.ts'
import { writeStudyFiles, type StudyFiles } from './study-files.ts'
import { studyText } from './study-text.ts'

interface Wanted {
  readonly title: string | null
  readonly files: StudyFiles
  /** Rows that were left out count as missing. */
  readonly isStrict: boolean
}

/** Writes the files of a study that is done, and gives its tables. */
export async function deliverStudy(
  service: ServiceHandle,
  jobId: string,
  resultId: string | null,
  { title, files, isStrict }: Wanted
): Promise<Delivered> {
  const record = await service.call('study/result', { jobId })
  // An equal study may be known from before, and rated.
  const ratings = resultId === null ? [] : await service.call('study/ratings', { resultId })
  await writeStudyFiles(files, {
    title: title ?? record.dataset.name,
    record,
    ratings,
    salience: defaultSalience
  })
  return { text: studyText(record, ratings), missing: missingOf(record, isStrict) }
}

/** What of a study is not there. A recorded case that one model lacks is no failure. */
export function missingOf(
  { source, failures, dataset }: Pick<StudyRecord, 'source' | 'failures' | 'dataset'>,
  isStrict: boolean
): string | null {
  const { length: nFailed } = failures
  const { length: nBad } = dataset.badRows
  const parts = [
    ...(nFailed > 0 && (source === 'computed' || isStrict)
      ? [`${counted(nFailed, 'case')} without a map`]
      : []),
    ...(nBad > 0 && isStrict ? [`${counted(nBad, 'row')} left out of the data set`] : [])
  ]
  return parts.length === 0 ? null : parts.join(', ')
}

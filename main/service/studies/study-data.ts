import type { SalienceSettings } from '../../../preload/analysis/salience-settings.ts'
import type { FileData } from '../../exports/atomic-write.ts'
import { studyFile, type StudyFormat } from '../../exports/studies/study-file.ts'
import type { Store } from '../store/store.ts'

/** A stored study as a file that other programs read, its tables at the asked L, b and p. */
export function studyData(
  { results, ratings }: Pick<Store, 'results' | 'ratings'>,
  resultId: string,
  format: StudyFormat,
  salience: SalienceSettings
): FileData {
  const { title } = results.open(resultId).row
  const record = results.study(resultId)
  return studyFile({ title, record, ratings: ratings.list(resultId), salience }, format)
}

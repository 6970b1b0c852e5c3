import type { StudyCasePart } from '../../../preload/analysis/studies/record.ts'
import { AppError } from '../../errors.ts'
import type { ResultReader } from '../jobs/job-store.ts'

/** A computed case of a stored study, to be taken over; null where it has none, or a damaged one. */
export function soundCasePart(
  results: Pick<ResultReader, 'study' | 'studyPart'>,
  resultId: string,
  partId: string
): StudyCasePart | null {
  if (!results.study(resultId).parts.includes(partId)) return null
  try {
    const part = results.studyPart(resultId, partId)
    return 'maps' in part ? part : null
  } catch (thrown) {
    // Damage makes one case run again; anything else is told.
    if (thrown instanceof AppError && thrown.code === 'store/unavailable') return null
    throw thrown
  }
}

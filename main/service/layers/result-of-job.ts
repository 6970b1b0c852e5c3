import { AppError } from '../../errors.ts'
import type { LiveJob } from '../jobs/live-job.ts'
import { requireLayered, type LayeredKind, type RecordOf } from '../store/records/layer-kinds.ts'

/** The record of a job that is done. @throws AppError `request/invalid` while it is not */
export function resultOfJob<K extends LayeredKind>(
  { jobId, row, store }: LiveJob,
  kind: K
): RecordOf[K] {
  if (row.resultId === null) {
    throw new AppError('request/invalid', `job "${jobId}": is ${row.state}, expected done`)
  }
  return requireLayered(store.results.record(row.resultId), kind, 'the result').record
}

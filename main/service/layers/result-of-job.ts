import { AppError } from '../../errors.ts'
import type { LiveJob } from '../jobs/live-job.ts'
import type { AnyRecord } from '../../../preload/data.ts'
import { requireLayered, type LayeredKind, type RecordOf } from '../store/records/layer-kinds.ts'

/** The record of a job that is done. @throws AppError `request/invalid` while it is not */
export function resultOfJob<K extends LayeredKind>(job: LiveJob, kind: K): RecordOf[K] {
  return requireLayered(recordOfJob(job), kind, 'the result').record
}

/** The same of whatever analysis it is. */
export function recordOfJob({ jobId, row, store }: LiveJob): AnyRecord {
  if (row.resultId === null) {
    throw new AppError('request/invalid', `job "${jobId}": is ${row.state}, expected done`)
  }
  return store.results.record(row.resultId)
}

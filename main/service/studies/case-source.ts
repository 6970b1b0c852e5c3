import type { StudyRecord } from '../../../preload/analysis/studies/record.ts'
import type { PartSource } from '../../../preload/data.ts'
import { AppError } from '../../errors.ts'
import type { JobQueue } from '../jobs/job-queue.ts'
import type { ResultReader } from '../jobs/job-store.ts'
import type { LiveJob } from '../jobs/live-job.ts'
import type { PartialRecords } from '../jobs/partial-records.ts'
import type { StoreAccess } from '../store-access.ts'
import { requireStudy } from '../store/records/require-study.ts'
import type { StudyPart } from '../store/records/study-part-schema.ts'
import { studyPartOfUnit } from './study-part-of-unit.ts'

/** A study with its maps, wherever they lie. */
export interface CaseSource {
  readonly record: StudyRecord
  /** Null while that part is not done. */
  readonly read: (partId: string) => StudyPart | null
}

export interface CasePlaces {
  readonly queue: JobQueue
  readonly store: StoreAccess
  readonly partials: PartialRecords
}

/** Null while a job has nothing to show. */
export async function caseSource(
  source: PartSource,
  { queue, store, partials }: CasePlaces
): Promise<CaseSource | null> {
  if ('resultId' in source) return resultCases(store.resultsWith(source.resultId), source.resultId)
  const job = queue.get(source.jobId)
  const { spec, resultId } = job.row
  if (spec.kind !== 'study' && spec.kind !== 'study-import') {
    throw new AppError('request/invalid', `job "${job.jobId}": ${spec.kind}, expected a study`)
  }
  if (resultId !== null) return resultCases(job.store.results, resultId)
  const partial = await partials.of(job)
  return partial === null ? null : jobCases(job, requireStudy(partial, `job "${job.jobId}"`))
}

function resultCases(results: ResultReader, resultId: string): CaseSource {
  return {
    record: results.study(resultId),
    read: (partId) => results.studyPart(resultId, partId)
  }
}

function jobCases({ jobId, store }: LiveJob, record: StudyRecord): CaseSource {
  return {
    record,
    read(partId) {
      const unit = store.units.get(jobId, partId)
      return unit === null ? null : studyPartOfUnit(unit, partId)
    }
  }
}

import type { StudyRecord } from '../../../../preload/analysis/studies/record.ts'
import type { AnyRecord } from '../../../../preload/data.ts'
import { AppError } from '../../../errors.ts'

/** @throws AppError `request/invalid` when the record is of another analysis */
export function requireStudy(any: AnyRecord, subject: string): StudyRecord {
  if (any.kind === 'study') return any.record
  throw new AppError('request/invalid', `${subject}: ${any.kind}, expected study`)
}

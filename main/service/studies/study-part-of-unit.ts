import { joinArrays } from '../../plain-arrays.ts'
import type { UnitResult } from '../../worker/contract.ts'
import { parseStudyPart, type StudyPart } from '../store/records/study-part-schema.ts'

/** The part of a study that a finished unit holds. The unit stays as it is. */
export function studyPartOfUnit({ values, arrays }: UnitResult, partId: string): StudyPart {
  // Joining changes the values in place.
  return parseStudyPart(joinArrays({ values: structuredClone(values), arrays }), partId, null)
}

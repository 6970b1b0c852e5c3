/** What a rating is that people give in the app. */
import * as v from 'valibot'
import type { StoredRating, StudyRecord } from '../../../../preload/analysis/studies/record.ts'
import { count, invalid, parseFields, time } from './fields.ts'
import { role } from './label-schema.ts'

const storedRating = v.strictObject({
  case: count,
  role,
  rating: v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(-1), v.maxValue(100))),
  createdAt: time
}) satisfies v.GenericSchema<unknown, StoredRating>

/**
 * Ratings as they are stored: of cases and models of the study, their times in UTC and one form.
 *
 * @throws AppError `request/invalid` naming the rating and what is wrong with it
 */
export function parseRatings(
  values: readonly unknown[],
  { cases, sides }: Pick<StudyRecord, 'cases' | 'sides'>
): StoredRating[] {
  return values.map((value, i) => {
    const subject = `rating ${i}`
    const rating = parseFields(storedRating, value, subject)
    if (rating.case >= cases.length) {
      throw invalid(subject, `case ${rating.case}, expected at most ${cases.length - 1}`)
    }
    if (!sides.some((side) => side.role === rating.role)) {
      throw invalid(subject, `is of "${rating.role}", which is not in the study`)
    }
    return { ...rating, createdAt: new Date(rating.createdAt).toISOString() }
  })
}

import type { StudyExport } from '../../../../main/exports/studies/study-rows.ts'
import { defaultSalience } from '../../../../preload/analysis/salience-settings.ts'
import { makeStudyRecord, type FakeStudyOptions } from '../../../helpers/study-record.ts'

/** A made-up study with a rating that was given in the app. */
export function madeStudy(
  options: FakeStudyOptions = {},
  changes: Partial<StudyExport> = {}
): StudyExport {
  return {
    title: 'Twelve cases',
    record: makeStudyRecord(options),
    ratings: [{ case: 0, role: 'tuned', rating: 3, createdAt: '2026-05-01T10:00:00.000Z' }],
    salience: defaultSalience,
    ...changes
  }
}

/** One that has everything there is. */
export const fullStudy = madeStudy({
  ...{ nCases: 14, nFailed: 1, nBadRows: 2, hasAblation: true, notes: ['a note'] }
})

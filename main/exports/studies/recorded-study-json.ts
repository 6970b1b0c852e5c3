import { defaultSalience } from '../../../preload/analysis/salience-settings.ts'
import { datasetsOf, scoresOf } from '../../../preload/analysis/studies/recorded-tables.ts'
import type { StudyRecord } from '../../../preload/analysis/studies/record.ts'
import { jsonText } from '../json-text.ts'
import { studyFailures } from './study-failures.ts'
import { studyProvenance } from './study-provenance.ts'

/** Raised when a member changes its meaning or goes away; a new member does not raise it. */
const recordedStudySchemaVersion = 1

/**
 * Imported runs as the paper's authors give theirs: both tables by data set, unrounded, and the score of
 * every case, with the paper's constants; and everything needed to say where they come from. The shape is that of
 * recorded-study.schema.json beside this file.
 */
export function recordedStudyJson(record: StudyRecord): string {
  const title = record.dataset.name
  return jsonText({
    schema: 'shiftlens/recorded-study',
    schemaVersion: recordedStudySchemaVersion,
    datasets: datasetsOf(record),
    scores: { ...scoresOf(record) },
    failures: studyFailures(record),
    ...studyProvenance({ title, record, ratings: [], salience: defaultSalience })
  })
}

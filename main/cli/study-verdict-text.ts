import { defaultSalience } from '../../preload/analysis/salience-settings.ts'
import type { StudyRecord } from '../../preload/analysis/studies/record.ts'
import { studyVerdict } from '../../preload/analysis/studies/study-verdict.ts'
import { displayText } from '../../preload/token-display.ts'

/** A study in some lines: its data set, its models, and what it says under each mode. */
export function studyVerdictText(record: StudyRecord): string {
  const { dataset, cases, sides, failures } = record
  const lines = [
    `data set: ${displayText(dataset.name)}, ${cases.length} cases, ${dataset.badRows.length} bad rows`,
    ...sides.map(({ role, name }) => `${role}: ${displayText(name)}`),
    ...(failures.length > 0 ? [`failed: ${failures.length}`] : []),
    ...studyVerdict(record, defaultSalience).map(({ mode, text }) => `${mode}: ${text}`)
  ]
  return lines.map((line) => `${line}\n`).join('')
}

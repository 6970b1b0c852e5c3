import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { StudyRecord, StudySettings } from '../../preload/analysis/studies/record.ts'
import type { JobResult } from '../../main/worker/contract.ts'
import type { Pair } from './attribute.ts'
import { readGolden } from './goldens.ts'
import { studySettings } from './study-job-settings.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A row of a data set in the sample's form. */
export interface StudyRow {
  readonly case: string
  readonly prompt: string
  readonly response?: string | null
  readonly instruction?: string | null
}

/** Short cases of different lengths, in no order of length; the third has no instruction. */
export const studyData = fileURLToPath(new URL('../fixtures/studies/cases.jsonl', import.meta.url))

// Our own fixture, of this form.
export const studyRows = readFileSync(studyData, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as StudyRow)

/** A data set that goes away with the test. */
export function writeRows(rows: readonly StudyRow[]): string {
  const path = join(temporaryFolder(), 'cases.jsonl')
  writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  return path
}

/** A study of goldens (by name) or folders over a file. */
export function studySpec(
  { base, tuned }: Pair,
  data: string,
  changes: Partial<StudySettings> = {}
) {
  const folder = (name: string | undefined) =>
    name === undefined ? null : name.includes('/') ? name : readGolden(name).checkpoint
  return {
    kind: 'study',
    request: { base: folder(base), tuned: folder(tuned), data, settings: studySettings(changes) }
  } as const
}

export function studyOf(result: JobResult | null): StudyRecord {
  if (result?.kind !== 'study') throw new Error(`the job was a ${result?.kind ?? 'stopped one'}`)
  return result.record
}

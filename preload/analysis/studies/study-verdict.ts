import type { SalienceSettings } from '../salience-settings.ts'
import type { Comparison } from './comparison.ts'
import type { StudyMode, StudyRecord } from './record.ts'

/** `unclear`: the tests do not tell. `untested`: too few cases. */
export type ScoreChange = 'rise' | 'fall' | 'unclear' | 'untested'

/** Whether instruction scores rise after tuning, under one mode: one sentence for every place that says it. */
export interface StudyVerdict {
  readonly mode: StudyMode
  readonly change: ScoreChange
  /** All groups together. */
  readonly comparison: Comparison
  /** Pairs under 5 tokens that length matching left out; 0 under other modes. */
  readonly nLeftOut: number
  /** One or two plain sentences. */
  readonly text: string
}

/** One a mode of the record; empty for a study of one model. */
export function studyVerdict(
  record: StudyRecord,
  salience: SalienceSettings
): readonly StudyVerdict[] {
  throw new Error(`not yet: ${record.source} ${salience.levels}`)
}

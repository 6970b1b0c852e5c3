import type { SalienceSettings } from '../salience-settings.ts'
import type { Comparison, Sample } from './comparison.ts'
import type { StudyMode, StudyRecord, StudyRole, TokenClass } from './record.ts'

/** Mean importance density of one model's prompt tokens by class: a line a group, as in `compareModels`. */
export interface DensityByClass {
  readonly group: string | null
  /** Over cases with such tokens, of the case's mean over them. */
  readonly classes: Readonly<Record<TokenClass, Sample>>
  /** Context tokens (first) against instruction tokens (second) of the same cases: is the instruction denser? */
  readonly comparison: Comparison
}

export function densityByClass(
  record: StudyRecord,
  mode: StudyMode,
  role: StudyRole,
  salience: SalienceSettings
): readonly DensityByClass[] {
  throw new Error(`not yet: ${record.source} ${mode} ${role} ${salience.levels}`)
}

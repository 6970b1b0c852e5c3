import type { SalienceSettings } from '../salience-settings.ts'
import type { Comparison } from './comparison.ts'
import type { StudyMode, StudyRecord } from './record.ts'

/**
 * Instruction scores of base (first) against tuned (second): a line a group in order of appearance, then all
 * together. Without groups only the last.
 */
export function compareModels(
  record: StudyRecord,
  mode: StudyMode,
  salience: SalienceSettings
): readonly Comparison[] {
  throw new Error(`not yet: ${record.source} ${mode} ${salience.levels}`)
}

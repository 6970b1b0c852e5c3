import type { SalienceSettings } from '../salience-settings.ts'
import type { StudyMode, StudyRecord, StudyRole } from './record.ts'

/**
 * Instruction score of every case of one model under one mode, by the row counts of the record.
 *
 * @param salience  L of 10, 5 or 2; any b and p
 * @returns         [nCases], NaN where there is no score: not done, failed, no instruction, left out of
 *                  length matching, or a mode or role that the record does not have; 0 for an empty response
 */
export function caseScores(
  record: StudyRecord,
  mode: StudyMode,
  role: StudyRole,
  salience: SalienceSettings
): Float64Array {
  throw new Error(`not yet: ${record.source} ${mode} ${role} ${salience.levels}`)
}

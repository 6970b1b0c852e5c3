import type { SalienceSettings } from '../salience-settings.ts'
import type { Comparison } from './comparison.ts'
import type { StudyMode, StudyRecord, StudyRole } from './record.ts'

/** Responses with fewer tokens are left out of unfollowed against followed (the paper's choice). */
export const fewestRatedTokens = 5

/**
 * Instruction scores of one model's unfollowed cases (first) against its followed ones (second), lines as in
 * `compareModels`. Unrated cases and responses under 5 tokens are left out.
 *
 * @param ratings  [nCases], from `ratingsOf`
 */
export function compareFollowed(
  record: StudyRecord,
  mode: StudyMode,
  role: StudyRole,
  ratings: readonly (number | null)[],
  salience: SalienceSettings
): readonly Comparison[] {
  throw new Error(`not yet: ${record.source} ${mode} ${role} ${ratings.length} ${salience.levels}`)
}

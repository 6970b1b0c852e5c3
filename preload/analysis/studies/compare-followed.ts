import type { SalienceSettings } from '../salience-settings.ts'
import { caseGroups } from './case-groups.ts'
import { caseScores } from './case-scores.ts'
import { compareSamples, scoredOf, withHolm } from './compare-samples.ts'
import { fewestPairs } from './compare-models.ts'
import type { TwoSamples } from './compare-models.ts'
import type { Comparison } from './comparison.ts'
import { isFollowed, isUnfollowed } from './ratings.ts'
import type { StudyMode, StudyRecord, StudyRole } from './record.ts'
import { runSide } from './run-side.ts'

/** Responses with fewer tokens are left out of unfollowed against followed (the paper's choice). */
export const fewestRatedTokens = 5

/**
 * Instruction scores of one model's unfollowed cases (first) against its followed ones (second), lines as in
 * `compareModels`. Unrated cases and responses under 5 tokens are left out.
 *
 * @param ratings  [nCases], from `ratingsOf`
 */
export function compareFollowed(
  record: Pick<StudyRecord, 'cases' | 'runs'>,
  mode: StudyMode,
  role: StudyRole,
  ratings: readonly (number | null)[],
  salience: SalienceSettings
): readonly Comparison[] {
  const fewest = fewestPairs(mode)
  return withHolm(
    followedSamples(record, mode, role, ratings, salience).map(({ group, first, second }) =>
      compareSamples(group, first, second, { isPaired: false, fewest })
    ),
    'welch'
  )
}

/** The scores behind the lines of `compareFollowed`. */
export function followedSamples(
  record: Pick<StudyRecord, 'cases' | 'runs'>,
  mode: StudyMode,
  role: StudyRole,
  ratings: readonly (number | null)[],
  salience: SalienceSettings
): readonly TwoSamples[] {
  const scores = caseScores(record, mode, role, salience)
  const nResponse = runSide(record, mode, role)?.nResponse
  const ratingOf = (index: number): number | null =>
    (nResponse?.[index] ?? 0) < fewestRatedTokens ? null : (ratings[index] ?? null)
  return caseGroups(record.cases).map(({ group, cases }) => ({
    group,
    first: scoredOf(
      scores,
      cases.filter((index) => isUnfollowed(ratingOf(index)))
    ),
    second: scoredOf(
      scores,
      cases.filter((index) => isFollowed(ratingOf(index)))
    )
  }))
}

/** Scores of both models as samples of a plot, and as pairs. */
import { caseScores } from '../../../../../preload/analysis/studies/case-scores.ts'
import type { SalienceSettings } from '../../../../../preload/analysis/salience-settings.ts'
import type {
  StudyMode,
  StudyRecord,
  StudyRole
} from '../../../../../preload/analysis/studies/record.ts'
import { groupsOf, isOfChoice, type GroupChoice } from '../case-groups.ts'
import type { ScoreGroup } from './score-plot.ts'
import type { ScorePair } from './slope-plot.ts'

export type RoleScores = readonly { readonly role: StudyRole; readonly scores: Float64Array }[]

export function scoresOfRoles(
  record: StudyRecord,
  mode: StudyMode,
  salience: SalienceSettings
): RoleScores {
  return record.sides.map(({ role }) => ({
    role,
    scores: caseScores(record, mode, role, salience)
  }))
}

export function scoreGroups(
  record: StudyRecord,
  ofRoles: RoleScores,
  choice: GroupChoice
): readonly ScoreGroup[] {
  const groups = choice === 'each' ? groupsOf(record) : [null]
  return groups.map((group) => ({
    name: group ?? (choice === 'all' ? 'all cases' : choice.slice('of '.length)),
    samples: ofRoles.map(({ role, scores }) => ({
      name: role,
      ink: role,
      symbol: role === 'base' ? ('rect' as const) : ('circle' as const),
      points: record.cases.flatMap((entry, index) => {
        const isShown = group === null ? isOfChoice(entry.group, choice) : entry.group === group
        const score = scores[index]!
        return isShown && !Number.isNaN(score) ? [{ case: index, name: entry.caseId, score }] : []
      })
    }))
  }))
}

/** Cases that both models have a score of. */
export function scorePairs(
  record: StudyRecord,
  ofRoles: RoleScores,
  choice: GroupChoice
): readonly ScorePair[] {
  const base = ofRoles.find(({ role }) => role === 'base')?.scores
  const tuned = ofRoles.find(({ role }) => role === 'tuned')?.scores
  if (!base || !tuned) return []
  return record.cases.flatMap(({ caseId, group }, index) => {
    const pair = { case: index, name: caseId, base: base[index]!, tuned: tuned[index]! }
    const isScored = !Number.isNaN(pair.base) && !Number.isNaN(pair.tuned)
    return isScored && isOfChoice(group, choice) ? [pair] : []
  })
}

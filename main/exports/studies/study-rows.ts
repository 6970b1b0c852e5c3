import { caseScores } from '../../../preload/analysis/studies/case-scores.ts'
import { byClass, classDensities } from '../../../preload/analysis/studies/class-densities.ts'
import { ratingsOf } from '../../../preload/analysis/studies/ratings.ts'
import type {
  StoredRating,
  StudyMode,
  StudyRecord,
  StudyRole,
  TokenClass
} from '../../../preload/analysis/studies/record.ts'
import type { SalienceSettings } from '../../../preload/analysis/salience-settings.ts'

/** What every export of a study is made of. */
export interface StudyExport {
  readonly title: string
  readonly record: StudyRecord
  /** Given in the app, oldest first. */
  readonly ratings: readonly StoredRating[]
  readonly salience: SalienceSettings
}

/** One response as a line of a table. */
export interface StudyRow {
  readonly case: string
  readonly group: string
  readonly line: number
  readonly mode: StudyMode
  readonly role: StudyRole
  readonly model: string
  /** Null where the case is not done. */
  readonly nPrompt: number | null
  readonly nResponse: number | null
  readonly score: number | null
  readonly rating: number | null
  /** Mean over the case's tokens of each class; null where it has none. */
  readonly density: Readonly<Record<TokenClass, number | null>>
  readonly state: 'done' | 'missing' | 'failed'
  /** Why; null where it did not fail. */
  readonly problem: string | null
}

const states = ['missing', 'done', 'failed'] as const

/** By mode, model and case, in the order of the record. */
export function studyRows({ record, ratings, salience }: StudyExport): StudyRow[] {
  const problems = new Map(
    record.failures.map((each) => [`${each.role} ${each.case}`, each.problem])
  )
  return record.runs.flatMap(({ mode, sides }) =>
    sides.flatMap((side) => {
      const { role, state, nPrompt, nResponse } = side
      const scores = caseScores(record, mode, role, salience)
      const rated = ratingsOf(record, ratings, role)
      const densities = classDensities(side, salience)
      const model = record.sides.find((other) => other.role === role)?.name ?? ''
      return record.cases.map(({ caseId, group, line }, index): StudyRow => {
        const isDone = state[index] === 1
        return {
          ...{ case: caseId, group, line, mode, role, model },
          nPrompt: isDone ? nPrompt[index]! : null,
          nResponse: isDone ? nResponse[index]! : null,
          score: orNull(scores[index]!),
          rating: rated[index] ?? null,
          density: byClass((name) => orNull(densities[name][index]!)),
          state: states[state[index]!]!,
          problem: isDone ? null : (problems.get(`${role} ${index}`) ?? null)
        }
      })
    })
  )
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value
}

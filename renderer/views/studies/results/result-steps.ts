/** What takes the result pages longer than a frame, in steps that each give the share that is done. */
import type { SalienceSettings } from '../../../../preload/analysis/salience-settings.ts'
import {
  ablationTableSteps,
  type AblationTables
} from '../../../../preload/analysis/studies/ablation-tables.ts'
import { compareFollowed } from '../../../../preload/analysis/studies/compare-followed.ts'
import { compareModels } from '../../../../preload/analysis/studies/compare-models.ts'
import type { Comparison } from '../../../../preload/analysis/studies/comparison.ts'
import {
  densityByClass,
  type DensityByClass
} from '../../../../preload/analysis/studies/density-by-class.ts'
import type {
  StoredRating,
  StudyMode,
  StudyRecord,
  StudyRole
} from '../../../../preload/analysis/studies/record.ts'
import { scoreRoc, type ScoreRoc } from '../../../../preload/analysis/studies/score-roc.ts'
import {
  defaultGrid,
  joinSensitivity,
  type Sensitivity
} from '../../../../preload/analysis/studies/sensitivity.ts'
import {
  studyVerdict,
  type StudyVerdict
} from '../../../../preload/analysis/studies/study-verdict.ts'
import { ratedRoles, roleRatings } from './rated-roles.ts'
import type { SweptComparison } from './swept-comparisons.ts'

/** What the tables are of: shown beside them, since they may be a step behind the controls. */
export interface TablesOf {
  readonly record: StudyRecord
  readonly mode: StudyMode
  readonly salience: SalienceSettings
}

export interface StudyTables {
  readonly of: TablesOf
  /** One a mode; none for a single model. */
  readonly verdicts: readonly StudyVerdict[]
  /** Null for a single model. */
  readonly models: readonly Comparison[] | null
  readonly followed: readonly RoleLines<Comparison>[]
  readonly density: readonly RoleLines<DensityByClass>[]
}

export interface RoleLines<Line> {
  readonly role: StudyRole
  readonly lines: readonly Line[]
}

/** All that the tables depend on, for telling whether they are known. */
export function tablesKey(
  { mode, salience }: Omit<TablesOf, 'record'>,
  ratings: readonly StoredRating[]
): string {
  const { levels, threshold, norm } = salience
  return [mode, levels, threshold, norm, ratingsKey(ratings)].join(' ')
}

/** Ratings only ever grow by newer ones. */
export function ratingsKey(ratings: readonly StoredRating[]): string {
  return `${ratings.length} ${ratings.at(-1)?.createdAt ?? ''}`
}

export function* tableSteps(
  of: TablesOf,
  ratings: readonly StoredRating[]
): Generator<number, StudyTables> {
  const { record, mode, salience } = of
  const roles = record.sides.map(({ role }) => role)
  const isPair = roles.length > 1
  const rated = ratedRoles(roleRatings(record, ratings))
  const nSteps = 2 + rated.length + roles.length
  let nDone = 0
  const verdicts = studyVerdict(record, salience)
  yield ++nDone / nSteps
  const models = isPair ? compareModels(record, mode, salience) : null
  yield ++nDone / nSteps
  const followed: RoleLines<Comparison>[] = []
  for (const { role, ratings: given } of rated) {
    followed.push({ role, lines: compareFollowed(record, mode, role, given, salience) })
    yield ++nDone / nSteps
  }
  const density: RoleLines<DensityByClass>[] = []
  for (const role of roles) {
    density.push({ role, lines: densityByClass(record, mode, role, salience) })
    yield ++nDone / nSteps
  }
  return { of, verdicts, models, followed, density }
}

export interface FollowedTables {
  readonly of: TablesOf
  /** Models of which any case is rated. */
  readonly roles: readonly {
    readonly role: StudyRole
    readonly comparisons: readonly Comparison[]
    readonly rocs: readonly ScoreRoc[]
  }[]
}

export function* followedSteps(
  of: TablesOf,
  ratings: readonly StoredRating[]
): Generator<number, FollowedTables> {
  const { record, mode, salience } = of
  const rated = ratedRoles(roleRatings(record, ratings))
  const roles: FollowedTables['roles'][number][] = []
  for (const { role, ratings: given } of rated) {
    const rocs = scoreRoc(record, mode, role, given, salience)
    yield (roles.length + 0.1) / rated.length
    const comparisons = compareFollowed(record, mode, role, given, salience)
    roles.push({ role, comparisons, rocs })
    yield roles.length / rated.length
  }
  return { of, roles }
}

export interface Sweep {
  readonly comparison: SweptComparison
  /** A line a group, then all together. */
  readonly lines: readonly Sensitivity[]
}

/** The default grid, setting by setting. */
export function* sweepSteps(comparison: SweptComparison): Generator<number, Sweep> {
  const { levels, norms, tenths } = defaultGrid
  const grids = levels.flatMap((level) =>
    norms.flatMap((norm) =>
      tenths.map((share) => ({ levels: [level], norms: [norm], tenths: [share] }))
    )
  )
  const parts: (readonly Sensitivity[])[] = []
  for (const grid of grids) {
    parts.push(comparison.sweep(grid))
    yield parts.length / grids.length
  }
  return { comparison, lines: joinSensitivity(parts) }
}

export interface Ablated {
  readonly record: StudyRecord
  /** Null where the study has no ablation. */
  readonly tables: AblationTables | null
}

export function* ablationSteps(record: StudyRecord): Generator<number, Ablated> {
  return { record, tables: yield* ablationTableSteps(record) }
}

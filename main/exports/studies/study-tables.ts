import {
  ablationTables,
  type AblationTables
} from '../../../preload/analysis/studies/ablation-tables.ts'
import { compareFollowed } from '../../../preload/analysis/studies/compare-followed.ts'
import { compareModels } from '../../../preload/analysis/studies/compare-models.ts'
import type { Comparison } from '../../../preload/analysis/studies/comparison.ts'
import {
  densityByClass,
  type DensityByClass
} from '../../../preload/analysis/studies/density-by-class.ts'
import {
  lengthWarning,
  type LengthWarning
} from '../../../preload/analysis/studies/length-warning.ts'
import { ratingsOf } from '../../../preload/analysis/studies/ratings.ts'
import type { StudyMode, StudyRole } from '../../../preload/analysis/studies/record.ts'
import { scoreRoc, type ScoreRoc } from '../../../preload/analysis/studies/score-roc.ts'
import {
  sensitivityOfModels,
  type Sensitivity
} from '../../../preload/analysis/studies/sensitivity.ts'
import { studyVerdict, type StudyVerdict } from '../../../preload/analysis/studies/study-verdict.ts'
import type { StudyExport } from './study-rows.ts'

export interface RoleTables {
  readonly role: StudyRole
  readonly density: readonly DensityByClass[]
  /** Null where no response of the model is rated. */
  readonly followed: readonly Comparison[] | null
  readonly roc: readonly ScoreRoc[] | null
}

export interface ModeTables {
  readonly mode: StudyMode
  /** Null for a study of one model, as are the next two. */
  readonly verdict: StudyVerdict | null
  readonly models: readonly Comparison[] | null
  readonly sensitivity: readonly Sensitivity[] | null
  readonly roles: readonly RoleTables[]
}

/** All tables of a study at one L, b and p. */
export interface StudyTables {
  readonly modes: readonly ModeTables[]
  readonly ablation: AblationTables | null
  readonly lengthWarning: LengthWarning | null
}

export function studyTables({ record, ratings, salience }: StudyExport): StudyTables {
  const verdicts = studyVerdict(record, salience)
  const isPair = record.sides.length === 2
  return {
    modes: record.runs.map(({ mode }) => ({
      mode,
      verdict: verdicts.find((verdict) => verdict.mode === mode) ?? null,
      models: isPair ? compareModels(record, mode, salience) : null,
      sensitivity: isPair ? sensitivityOfModels(record, mode) : null,
      roles: record.sides.map(({ role }) => {
        const rated = ratingsOf(record, ratings, role)
        const isRated = rated.some((rating) => rating !== null && rating > 0)
        return {
          role,
          density: densityByClass(record, mode, role, salience),
          followed: isRated ? compareFollowed(record, mode, role, rated, salience) : null,
          roc: isRated ? scoreRoc(record, mode, role, rated, salience) : null
        }
      })
    })),
    ablation: ablationTables(record),
    lengthWarning: lengthWarning(record)
  }
}

import type { SalienceSettings } from '../salience-settings.ts'
import type { TestOutcome } from './comparison.ts'
import type { StudyMode, StudyRecord, StudyRole } from './record.ts'

/** What a sweep goes through: every b with every L and every p. */
export interface SensitivityGrid {
  /** b in tenths of L, so that it means as much at every L: b = ⌊tenths · L / 10⌋. */
  readonly tenths: readonly number[]
  /** L, of 10, 5 and 2 */
  readonly levels: readonly number[]
  /** p */
  readonly norms: readonly number[]
}

/** 5 b × 3 L × 3 p about the paper's constants (b = 7 of L = 10, p = 4). */
export const defaultGrid: SensitivityGrid = {
  tenths: [5, 6, 7, 8, 9],
  levels: [10, 5, 2],
  norms: [3, 4, 5]
}

export interface SensitivityCell {
  readonly tenths: number
  readonly salience: SalienceSettings
  /** False where an earlier cell has the same L, b and p (b is whole: at L = 2 every share gives b = 1). */
  readonly isDistinct: boolean
  readonly nFirst: number
  readonly nSecond: number
  readonly meanFirst: number | null
  readonly meanSecond: number | null
  readonly welch: TestOutcome
  readonly hedgesG: number | null
}

export interface Sensitivity {
  /** Null for all groups together. */
  readonly group: string | null
  /** By L, then p, then b, in the order of the grid. */
  readonly cells: readonly SensitivityCell[]
  /** Distinct settings; those whose difference has the sign of the paper's constants; of them those with Welch p < 0.05. */
  readonly nDistinct: number
  readonly nSameSign: number
  readonly nSignificant: number
}

/** `compareModels` under every setting; lines in the same order. */
export function sensitivityOfModels(
  record: StudyRecord,
  mode: StudyMode,
  grid: SensitivityGrid = defaultGrid
): readonly Sensitivity[] {
  throw new Error(`not yet: ${record.source} ${mode} ${grid.levels.length}`)
}

/** `compareFollowed` under every setting. */
export function sensitivityOfFollowed(
  record: StudyRecord,
  mode: StudyMode,
  role: StudyRole,
  ratings: readonly (number | null)[],
  grid: SensitivityGrid = defaultGrid
): readonly Sensitivity[] {
  throw new Error(
    `not yet: ${record.source} ${mode} ${role} ${ratings.length} ${grid.levels.length}`
  )
}

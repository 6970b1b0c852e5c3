import type { SalienceSettings } from '../salience-settings.ts'
import type { StudyMode, StudyRecord, StudyRole } from './record.ts'

export interface RocPoint {
  /** Cases at or above it are called followed; Infinity at the first point. */
  readonly threshold: number
  /** Share of the unfollowed cases that are called followed. */
  readonly falsePositiveRate: number
  /** Share of the followed cases that are. */
  readonly truePositiveRate: number
}

/** How well the instruction score tells followed from unfollowed responses of one model. */
export interface ScoreRoc {
  /** Null for all groups together. */
  readonly group: string | null
  readonly nUnfollowed: number
  readonly nFollowed: number
  /** P(a followed case scores above an unfollowed one), ties count half; null where one of the groups is empty. */
  readonly auc: number | null
  /** 95 %, DeLong; null with fewer than two cases a group or where all pairs agree. */
  readonly interval: readonly [number, number] | null
  /** From (0, 0) to (1, 1); empty where there is no AUC. */
  readonly points: readonly RocPoint[]
}

/** Lines and cases as in `compareFollowed`. */
export function scoreRoc(
  record: StudyRecord,
  mode: StudyMode,
  role: StudyRole,
  ratings: readonly (number | null)[],
  salience: SalienceSettings
): readonly ScoreRoc[] {
  throw new Error(`not yet: ${record.source} ${mode} ${role} ${ratings.length} ${salience.levels}`)
}

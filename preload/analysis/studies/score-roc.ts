import { aucOf } from '../../statistics/auc.ts'
import { rocCurve } from '../../statistics/roc-curve.ts'
import type { RocPoint } from '../../statistics/roc-curve.ts'
import type { SalienceSettings } from '../salience-settings.ts'
import { followedSamples } from './compare-followed.ts'
import type { StudyMode, StudyRecord, StudyRole } from './record.ts'

export type { RocPoint } from '../../statistics/roc-curve.ts'

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
  record: Pick<StudyRecord, 'cases' | 'runs'>,
  mode: StudyMode,
  role: StudyRole,
  ratings: readonly (number | null)[],
  salience: SalienceSettings
): readonly ScoreRoc[] {
  return followedSamples(record, mode, role, ratings, salience).map(({ group, first, second }) => {
    const counts = { group, nUnfollowed: first.values.length, nFollowed: second.values.length }
    if (first.values.length === 0 || second.values.length === 0) {
      return { ...counts, auc: null, interval: null, points: [] }
    }
    const { auc, interval } = aucOf(first.values, second.values)
    return { ...counts, auc, interval, points: rocCurve(first.values, second.values) }
  })
}

/** Comparisons whose sensitivity can be looked at: of the models, and of each model's rated cases. */
import type { SalienceSettings } from '../../../../preload/analysis/salience-settings.ts'
import { followedSamples } from '../../../../preload/analysis/studies/compare-followed.ts'
import {
  modelSamples,
  type TwoSamples
} from '../../../../preload/analysis/studies/compare-models.ts'
import type {
  StoredRating,
  StudyMode,
  StudyRecord,
  StudyRole
} from '../../../../preload/analysis/studies/record.ts'
import {
  sensitivityOfFollowed,
  sensitivityOfModels,
  type Sensitivity,
  type SensitivityGrid
} from '../../../../preload/analysis/studies/sensitivity.ts'
import { ratedRoles, roleRatings } from './rated-roles.ts'
import { followedNames, modelNames, type ComparedNames } from './tables/comparison-table.ts'

export interface SweptComparison {
  readonly id: 'models' | StudyRole
  readonly names: ComparedNames
  /** A line a group, under every setting of a grid. */
  readonly sweep: (grid: SensitivityGrid) => readonly Sensitivity[]
  /** The cases of each line; which ones does not depend on the setting. */
  readonly samples: (salience: SalienceSettings) => readonly TwoSamples[]
}

/** That of the models first; none for a single model without ratings. */
export function sweptComparisons(
  record: StudyRecord,
  mode: StudyMode,
  stored: readonly StoredRating[]
): readonly SweptComparison[] {
  return [
    ...(record.sides.length > 1
      ? [
          {
            id: 'models' as const,
            names: modelNames,
            sweep: (grid: SensitivityGrid) => sensitivityOfModels(record, mode, grid),
            samples: (salience: SalienceSettings) => modelSamples(record, mode, salience)
          }
        ]
      : []),
    ...ratedRoles(roleRatings(record, stored)).map(({ role, ratings }) => ({
      id: role,
      names: followedNames(role),
      sweep: (grid: SensitivityGrid) => sensitivityOfFollowed(record, mode, role, ratings, grid),
      samples: (salience: SalienceSettings) =>
        followedSamples(record, mode, role, ratings, salience)
    }))
  ]
}

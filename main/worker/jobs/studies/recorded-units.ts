/** Ids of an import's units, and what the first of them fixes. */
import type { DatasetSummary, StudyCase } from '../../../../preload/analysis/studies/dataset.ts'
import type {
  RecordedCase,
  StudyFailure,
  StudyRecordedPart,
  StudyRole
} from '../../../../preload/analysis/studies/record.ts'
import type { DoneUnits } from '../../job.ts'
import { stored } from '../stored-values.ts'

export const startUnitId = 'start'

/** Cases of the record in one part: some hundred kilobytes of levels. */
export const casesPerBlock = 64

export const blockUnitId = (role: StudyRole, block: number): string => `recorded/${role}/${block}`

export interface RecordedSidePlan {
  readonly role: StudyRole
  readonly name: string
  /** SHA-256 of the file of maps. */
  readonly mapsHash: string
  readonly casesHash: string
  /** [nCases] row of the run, null where the case is only in the other one. */
  readonly rowOf: readonly (number | null)[]
  /** [nCases] 0 where the case is not in this run */
  readonly nResponse: readonly number[]
}

/** Everything but tokens and maps. */
export interface RecordedPlan {
  readonly dataset: DatasetSummary
  readonly cases: readonly StudyCase[]
  /** Base first; one or two. */
  readonly sides: readonly RecordedSidePlan[]
  readonly failures: readonly StudyFailure[]
  readonly notes: readonly string[]
  readonly versions: Readonly<Record<string, string>>
}

export const recordedPlanOf = (done: DoneUnits) => stored<RecordedPlan>(done, startUnitId)

export function blocksOf({ cases, sides }: RecordedPlan): { role: StudyRole; block: number }[] {
  const nBlocks = Math.ceil(cases.length / casesPerBlock)
  return sides.flatMap(({ role }) =>
    Array.from({ length: nBlocks }, (_, block) => ({ role, block }))
  )
}

/** The cases of a block, each null while it is not read. Nothing is copied. */
export function recordedCasesOf(
  { cases }: RecordedPlan,
  role: StudyRole,
  block: number,
  done: DoneUnits
): readonly (RecordedCase | null)[] {
  const unit = done.get(blockUnitId(role, block))
  if (unit === undefined) {
    const nCases = Math.min(casesPerBlock, cases.length - block * casesPerBlock)
    return Array.from({ length: nCases }, () => null)
  }
  // Written by the unit of a block, with its maps split off under these very paths.
  const part = unit.values as unknown as StudyRecordedPart
  return part.cases.map((recorded, i) => ({
    ...recorded,
    map: unit.arrays[`cases/${i}/map`] as RecordedCase['map']
  }))
}

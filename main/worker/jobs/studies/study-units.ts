/** Ids of a study's units, and the results of those that later ones build on. */
import type { AttributionSide } from '../../../../preload/analysis/attribution-record.ts'
import type { DatasetSummary, StudyCase } from '../../../../preload/analysis/studies/dataset.ts'
import type { StudyCasePart, StudyRole } from '../../../../preload/analysis/studies/record.ts'
import type { MaskToken } from '../../../analyses/ablation/stand-ins.ts'
import type { UnitResult } from '../../contract.ts'
import type { DoneUnits } from '../../job.ts'
import type { StartValues } from '../attribution-units.ts'
import type { PromptFingerprint } from '../job-models.ts'
import { stored } from '../stored-values.ts'
import type { MappedMode } from './study-request.ts'

export const studyUnitIds = {
  start: 'start',
  dataset: 'dataset',
  previous: 'previous',
  verify: 'verify',
  fingerprint: (role: StudyRole) => `fingerprint/${role}`,
  plan: (role: StudyRole) => `plan/${role}`,
  case: (role: StudyRole, index: number) => `case/${role}/${index}`,
  ablation: (role: StudyRole, index: number) => `ablation/${role}/${index}`
} as const

/** What was read of the data set's file; later units do not read it again. */
export interface DatasetValues {
  readonly cases: readonly StudyCase[]
  readonly summary: DatasetSummary
}

/** What is fixed for one model before its first case. */
export interface StudyRolePlan {
  readonly memory: 'resident' | 'streamed'
  /** When it was planned: every case is planned with it, so that a resumed run cuts its batches alike. */
  readonly freeBytes: number
  /** Indices of the cases as they run: equal lengths together. */
  readonly order: readonly number[]
  /** What stands in for a masked token; null unless words are masked. */
  readonly mask: MaskToken | null
  /** Ids that replaced tokens are drawn from; empty unless words are replaced. */
  readonly replacements: readonly number[]
  /** What a reader should know of this model's maps, in plain words. */
  readonly notes: readonly string[]
}

/** Which cases of an earlier study are taken over. */
export interface PreviousValues {
  /** By model, [nCases] index of the same case there, null where it must run. */
  readonly caseOf: Readonly<Partial<Record<StudyRole, readonly (number | null)[]>>>
}

export const startOf = (done: DoneUnits) => stored<StartValues>(done, studyUnitIds.start)
export const datasetOf = (done: DoneUnits) => stored<DatasetValues>(done, studyUnitIds.dataset)
export const previousOf = (done: DoneUnits) => stored<PreviousValues>(done, studyUnitIds.previous)
export const rolePlanOf = (done: DoneUnits, role: StudyRole) =>
  stored<StudyRolePlan>(done, studyUnitIds.plan(role))
export const studyFingerprintOf = (done: DoneUnits, role: StudyRole) =>
  stored<PromptFingerprint>(done, studyUnitIds.fingerprint(role))

/** What a record needs of a case that ran: its part, without the matrices. */
export interface CaseOutline {
  readonly failure: string | null
  readonly leftOut: StudyCasePart['leftOut']
  readonly notes: readonly string[]
  /** Counted floating-point operations of its maps. */
  readonly operations: number
  readonly maps: readonly {
    readonly mode: MappedMode
    readonly side: Omit<AttributionSide, 'importance' | 'probability'>
    readonly levels: Uint8Array
  }[]
}

/** Null while the case is not done. Nothing is copied: records are made several times a second. */
export function caseOutline(done: DoneUnits, role: StudyRole, index: number): CaseOutline | null {
  const unit = done.get(studyUnitIds.case(role, index))
  return unit === undefined ? null : outlineOf(unit)
}

function outlineOf({ values, arrays }: UnitResult): CaseOutline {
  // Written by the unit of a case, with its arrays split off.
  const part = values as unknown as StudyCasePart
  const { failure, leftOut, notes } = part
  const maps = part.maps.map(({ mode, side }, i) => ({
    mode,
    side,
    // Split off under this very path.
    levels: arrays[`maps/${i}/levels`] as Uint8Array
  }))
  const operations = part.maps.reduce((sum, { side }) => sum + side.operations, 0)
  return { failure, leftOut, notes, operations, maps }
}

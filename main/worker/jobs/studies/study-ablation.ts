/** Word ablation in a study's units and record. */
import type {
  AblationSide,
  StudyAblation,
  StudyFailure,
  StudyRecord,
  StudyRole,
  StudySettings
} from '../../../../preload/analysis/studies/record.ts'
import type { CaseAblation } from '../../../analyses/ablation/ablate-case.ts'
import type { UnitResult } from '../../contract.ts'
import type { DoneUnits } from '../../job.ts'
import { rolePlanOf, studyUnitIds } from './study-units.ts'

type CaseArrays = Omit<CaseAblation, 'leftOut'>

/** What was ablated of a case, as a unit's result. */
export function ablationResult({ leftOut, ...arrays }: CaseAblation): UnitResult {
  return { values: { leftOut: [...leftOut] }, arrays }
}

/** Null where the study has none. Its models are planned. */
export function ablationOf(
  done: DoneUnits,
  roles: readonly StudyRole[],
  nCases: number,
  { ablation }: Pick<StudySettings, 'ablation'>
): StudyAblation | null {
  if (ablation === null) return null
  const leftOut: StudyFailure[] = []
  const sides = roles.map((role) => sideOf(done, role, nCases, leftOut))
  const masks = roles.flatMap((role) => rolePlanOf(done, role).mask?.text ?? [])
  return { ...ablation, maskTokens: masks.length > 0 ? masks : null, sides, leftOut }
}

function sideOf(
  done: DoneUnits,
  role: StudyRole,
  nCases: number,
  leftOut: StudyFailure[]
): AblationSide {
  const caseOf: number[] = []
  const parts: CaseArrays[] = []
  for (let index = 0; index < nCases; index++) {
    const unit = done.get(studyUnitIds.ablation(role, index))
    if (unit === undefined) continue
    // Written by `ablationResult`.
    const { leftOut: problems } = unit.values as unknown as Pick<CaseAblation, 'leftOut'>
    for (const problem of problems) leftOut.push({ case: index, role, problem })
    const part = unit.arrays as unknown as CaseArrays
    for (let row = 0; row < part.spanOf.length; row++) caseOf.push(index)
    parts.push(part)
  }
  const joined = (of: (part: CaseArrays) => Iterable<number>) =>
    parts.flatMap((part) => [...of(part)])
  const hidden = joined(({ hiddenInstruction }) => hiddenInstruction)
  return {
    role,
    caseOf: Int32Array.from(caseOf),
    spanOf: Int32Array.from(joined(({ spanOf }) => spanOf)),
    nWords: Int32Array.from(joined(({ nWords }) => nWords)),
    nResponse: Int32Array.from(joined(({ nResponse }) => nResponse)),
    logProbability: Float64Array.from(joined((part) => part.logProbability)),
    withoutInstruction: Float64Array.from(joined((part) => part.withoutInstruction)),
    withoutContext: Float64Array.from(joined((part) => part.withoutContext)),
    hiddenInstruction: Float32Array.from(hidden),
    hiddenContext: Float32Array.from(joined(({ hiddenContext }) => hiddenContext)),
    nLayers: caseOf.length > 0 ? hidden.length / caseOf.length : 0
  }
}

/**
 * The ablation of a case that an earlier study has already; null where it must run: it is missing there,
 * or was made another way. Replaced words are drawn from all prompts of a study, so those run again.
 */
export function takenAblation(
  previous: StudyRecord,
  role: StudyRole,
  place: number,
  settings: StudySettings,
  maskToken: string | null
): CaseAblation | null {
  const { ablation, settings: was } = previous
  const now = settings.ablation
  if (ablation === null || was === null || now === null || now.method === 'replace') return null
  if (ablation.method !== now.method || ablation.seed !== now.seed) return null
  if (was.modes.includes('same') !== settings.modes.includes('same')) return null
  const at = ablation.sides.findIndex((side) => side.role === role)
  const side = ablation.sides[at]
  if (side === undefined || (ablation.maskTokens?.[at] ?? null) !== maskToken) return null
  const isOfCase = (failure: StudyFailure) => failure.case === place && failure.role === role
  if (ablation.leftOut.some(isOfCase)) return null
  const from = side.caseOf.indexOf(place)
  if (from < 0) return null
  const to = side.caseOf.lastIndexOf(place) + 1
  const { nLayers } = side
  return {
    spanOf: side.spanOf.slice(from, to),
    nWords: side.nWords.slice(from, to),
    nResponse: side.nResponse.slice(from, to),
    logProbability: side.logProbability.slice(from, to),
    withoutInstruction: side.withoutInstruction.slice(from, to),
    withoutContext: side.withoutContext.slice(from, to),
    hiddenInstruction: side.hiddenInstruction.slice(from * nLayers, to * nLayers),
    hiddenContext: side.hiddenContext.slice(from * nLayers, to * nLayers),
    leftOut: []
  }
}

/** The record of recorded runs from the parts that are read. */
import { fewestMatchedTokens, tokenClasses } from '../../../../preload/analysis/studies/record.ts'
import type {
  RecordedCase,
  StudyMode,
  StudyRecord,
  StudyRole
} from '../../../../preload/analysis/studies/record.ts'
import { recordedLevels, salientMap } from '../../../../preload/analysis/salient-map.ts'
import { isSpecialPiece } from '../../../../preload/analysis/studies/special-pieces.ts'
import type { DoneUnits } from '../../job.ts'
import {
  blocksOf,
  blockUnitId,
  recordedCasesOf,
  recordedPlanOf,
  type RecordedPlan
} from './recorded-units.ts'
import { runSideOf, type CaseLevels, type SideCase } from './study-run-side.ts'

/** The record of what is read so far. */
export function recordedStudyOf(done: DoneUnits): StudyRecord {
  const plan = recordedPlanOf(done)
  const blocks = blocksOf(plan)
  const parts = blocks
    .map(({ role, block }) => blockUnitId(role, block))
    .filter((unitId) => done.has(unitId))
  const own = new Map(plan.sides.map(({ role }) => [role, sideCases(plan, role, done)]))
  const modes: StudyMode[] = plan.sides.length > 1 ? ['own', 'length-matched'] : ['own']
  return {
    source: 'recorded',
    dataset: plan.dataset,
    cases: plan.cases,
    sides: plan.sides.map(({ role, name, mapsHash }) => ({ role, name, fingerprint: mapsHash })),
    runs: modes.map((mode) => ({
      mode,
      sides: plan.sides.map(({ role }) => {
        const cases = own.get(role)!
        return runSideOf(role, mode === 'own' ? cases : matched(plan, cases))
      })
    })),
    ablation: null,
    settings: null,
    failures: plan.failures,
    parts,
    operations: 0,
    seconds: 0,
    versions: plan.versions,
    device: 'cpu',
    createdAt: new Date().toISOString(),
    isPartial: parts.length < blocks.length,
    notes: plan.notes
  }
}

/** A model's cases on their own responses. */
function sideCases(plan: RecordedPlan, role: StudyRole, done: DoneUnits): SideCase[] {
  const { rowOf } = plan.sides.find((side) => side.role === role)!
  const read = blocksOf(plan)
    .filter((block) => block.role === role)
    .flatMap(({ block }) => recordedCasesOf(plan, role, block, done))
  return read.map((recorded, c) => {
    if (rowOf[c] === null) return 'left out'
    return recorded === null ? 'pending' : levelsOf(recorded)
  })
}

/** Each pair cut to its shorter response; pairs that are too short, and cases of one model, are left out. */
function matched({ sides }: RecordedPlan, cases: readonly SideCase[]): SideCase[] {
  return cases.map((entry, c) => {
    if (typeof entry === 'string') return entry
    if (sides.some(({ rowOf }) => rowOf[c] === null)) return 'left out'
    const nColumns = Math.min(...sides.map(({ nResponse }) => nResponse[c]!))
    return nColumns < fewestMatchedTokens ? 'left out' : { ...entry, nColumns }
  })
}

function levelsOf(recorded: RecordedCase): CaseLevels {
  const { promptTokens, responseTokens, instructionTokens, map } = recorded
  const rows = promptTokens.length
  const columns = responseTokens.length
  const levels =
    map instanceof Uint8Array
      ? map
      : salientMap({ data: map, rows, columns }, { levels: recordedLevels, threshold: 0 }).data
  const instruction = new Set(instructionTokens)
  const classOf = (piece: string, n: number) =>
    instruction.has(n) ? 'instruction' : isSpecialPiece(piece) ? 'special' : 'context'
  return {
    nPrompt: rows,
    nResponse: columns,
    nColumns: columns,
    levels,
    tokenClass: Uint8Array.from(promptTokens, (piece, n) => tokenClasses.indexOf(classOf(piece, n)))
  }
}

/** The cases of a study as far as they are done, and what is known of each under a mode. */
import { instructionTokens } from '../../../../preload/analysis/instruction-tokens.ts'
import type { StudyCase } from '../../../../preload/analysis/studies/dataset.ts'
import {
  tokenClasses,
  type StudyFailure,
  type StudyMode,
  type StudyRole
} from '../../../../preload/analysis/studies/record.ts'
import type { SideCase } from './study-run-side.ts'
import type { MappedMode } from './study-request.ts'
import type { CaseOutline } from './study-units.ts'

/** By model, [nCases]; null where the case is not done. */
export type Outlines = ReadonlyMap<StudyRole, readonly (CaseOutline | null)[]>

type CaseMap = CaseOutline['maps'][number]

/** One model's cases under a mode. */
export function sideCases(
  mode: StudyMode,
  role: StudyRole,
  cases: readonly StudyCase[],
  outlines: Outlines
): SideCase[] {
  const own = outlines.get(role)!
  return cases.map((studyCase, index) => {
    if (mode !== 'length-matched') return sideCase(mapOf(own[index]!, mode), studyCase)
    const both = [...outlines.values()].map((side) => mapOf(side[index]!, 'own'))
    if (both.includes('pending')) return 'pending'
    const maps = both.filter((map) => typeof map !== 'string')
    if (maps.length < both.length) return 'left out'
    // Columns stand by themselves, so the first of them are the map of the response cut to so many.
    return sideCase(mapOf(own[index]!, 'own'), studyCase, Math.min(...maps.map(nResponseOf)))
  })
}

/** Why cases have no map, or lack a mode. */
export function failuresOf(outlines: Outlines): StudyFailure[] {
  const names = { own: 'own response', same: 'same response' } as const
  return [...outlines].flatMap(([role, side]) =>
    side.flatMap((outline, index) => {
      if (outline === null) return []
      if (outline.failure !== null) return [{ case: index, role, problem: outline.failure }]
      return outline.leftOut.map(({ mode, problem }) => ({
        case: index,
        role,
        problem: `${names[mode]}: ${problem}`
      }))
    })
  )
}

function mapOf(outline: CaseOutline | null, mode: MappedMode): CaseMap | 'pending' | 'left out' {
  if (outline === null) return 'pending'
  return outline.maps.find((map) => map.mode === mode) ?? 'left out'
}

function sideCase(
  map: ReturnType<typeof mapOf>,
  studyCase: StudyCase,
  nColumns?: number
): SideCase {
  if (typeof map === 'string') return map
  const [first, end] = map.side.promptPositions
  const nResponse = nResponseOf(map)
  return {
    nPrompt: end - first,
    nResponse,
    nColumns: nColumns ?? nResponse,
    levels: map.levels,
    tokenClass: classesOf(map, studyCase)
  }
}

function nResponseOf({ side }: CaseMap): number {
  return side.responsePositions[1] - side.responsePositions[0]
}

/** [N] indices into `tokenClasses`; a special token inside an instruction span is the instruction's. */
function classesOf({ side }: CaseMap, { instructionSpans }: StudyCase): Uint8Array {
  const special = tokenClasses.indexOf('special')
  const context = tokenClasses.indexOf('context')
  const isSpecial = side.isSpecial.slice(...side.promptPositions)
  const classes = Uint8Array.from(isSpecial, (is) => (is ? special : context))
  const instruction = tokenClasses.indexOf('instruction')
  for (const token of instructionTokens(side, instructionSpans) ?? []) classes[token] = instruction
  return classes
}

/** What a reader of a study should know, in plain words. */
import type { StudyAblation } from '../../../../preload/analysis/studies/record.ts'
import type { DoneUnits } from '../../job.ts'
import type { Outlines } from './study-outlines.ts'
import { rolePlanOf } from './study-units.ts'

/** Notes of models and of their cases, counted, and what stands in for masked tokens. */
export function studyNotes(
  outlines: Outlines,
  ablation: StudyAblation | null,
  done: DoneUnits
): string[] {
  const ofModels = [...outlines.keys()].flatMap((role) =>
    rolePlanOf(done, role).notes.map((note) => `${role}: ${note}`)
  )
  const ofCases = [...outlines].flatMap(([role, side]) => {
    const counts = new Map<string, number>()
    for (const note of side.flatMap((outline) => outline?.notes ?? [])) {
      counts.set(note, (counts.get(note) ?? 0) + 1)
    }
    return [...counts].map(
      ([note, count]) => `${role}, ${count === 1 ? '1 case' : `${count} cases`}: ${note}`
    )
  })
  const masks = (ablation?.maskTokens ?? []).map(
    (token, i) =>
      `${ablation!.sides[i]!.role}: ${JSON.stringify(token)} stands in for a masked token`
  )
  return [...ofModels, ...ofCases, ...masks]
}

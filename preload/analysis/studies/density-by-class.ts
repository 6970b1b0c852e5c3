import type { SalienceSettings } from '../salience-settings.ts'
import { caseGroups } from './case-groups.ts'
import { byClass, classDensities } from './class-densities.ts'
import { fewestPairs } from './compare-models.ts'
import { compareSamples, sampleOf, scoredOf, withHolm } from './compare-samples.ts'
import type { Comparison, Sample } from './comparison.ts'
import { fewestMatchedTokens } from './record.ts'
import type { StudyMode, StudyRecord, StudyRole, TokenClass } from './record.ts'
import { runSide } from './run-side.ts'

/** Mean importance density of one model's prompt tokens by class: a line a group, as in `compareModels`. */
export interface DensityByClass {
  readonly group: string | null
  /** Over cases with such tokens, of the case's mean over them. */
  readonly classes: Readonly<Record<TokenClass, Sample>>
  /**
   * Context tokens (first) against instruction tokens (second) of the same cases: is the instruction
   * denser? Holm over the groups, of the paired p.
   */
  readonly comparison: Comparison
}

/** Unlike the score, a mean density does not grow with the number of instruction tokens. */
export function densityByClass(
  record: Pick<StudyRecord, 'cases' | 'runs'>,
  mode: StudyMode,
  role: StudyRole,
  salience: SalienceSettings
): readonly DensityByClass[] {
  const means = meansOf(record, mode, role, salience)
  const lines = caseGroups(record.cases)
  const comparisons = withHolm(
    lines.map(({ group, cases }) =>
      compareSamples(group, scoredOf(means.context, cases), scoredOf(means.instruction, cases), {
        isPaired: true,
        fewest: fewestPairs(mode)
      })
    ),
    'paired'
  )
  return lines.map(({ group, cases }, i) => ({
    group,
    classes: byClass((name) => sampleOf(scoredOf(means[name], cases))),
    comparison: comparisons[i]!
  }))
}

/** [nCases] by class: as `classDensities`, NaN too where length matching leaves the case out. */
function meansOf(
  record: Pick<StudyRecord, 'cases' | 'runs'>,
  mode: StudyMode,
  role: StudyRole,
  salience: SalienceSettings
): Readonly<Record<TokenClass, Float64Array>> {
  const side = runSide(record, mode, role)
  if (side === undefined) return byClass(() => new Float64Array(record.cases.length).fill(NaN))
  const means = classDensities(side, salience)
  if (mode !== 'length-matched') return means
  const isLeftOut = (index: number): boolean => side.nResponse[index]! < fewestMatchedTokens
  return byClass((name) => means[name].map((mean, index) => (isLeftOut(index) ? NaN : mean)))
}

import type { SalienceSettings } from '../salience-settings.ts'
import { caseGroups } from './case-groups.ts'
import { fewestPairs } from './compare-models.ts'
import { compareSamples, sampleOf, scoredOf, withHolm } from './compare-samples.ts'
import type { Comparison, Sample } from './comparison.ts'
import { countDensity, countWeights } from './count-density.ts'
import { fewestMatchedTokens, tokenClasses } from './record.ts'
import type { StudyMode, StudyRecord, StudyRole, TokenClass } from './record.ts'
import { forEachDone, runSide } from './run-side.ts'

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
  const means = classMeans(record, mode, role, salience)
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

/** [nCases] by class: mean density of a case's tokens of it, NaN where it has none or has no score. */
function classMeans(
  record: Pick<StudyRecord, 'cases' | 'runs'>,
  mode: StudyMode,
  role: StudyRole,
  salience: SalienceSettings
): Readonly<Record<TokenClass, Float64Array>> {
  const weights = countWeights(salience)
  const means = byClass(() => new Float64Array(record.cases.length).fill(NaN))
  const side = runSide(record, mode, role)
  if (side === undefined) return means
  forEachDone(side, (index, from, rows) => {
    if (mode === 'length-matched' && side.nResponse[index]! < fewestMatchedTokens) return
    const density = countDensity(side.levelCounts, from, rows, weights)
    const sums = new Float64Array(tokenClasses.length)
    const sizes = new Int32Array(tokenClasses.length)
    for (let n = 0; n < rows; n++) {
      const at = side.tokenClass[from + n]!
      sums[at]! += density[n]!
      sizes[at]! += 1
    }
    tokenClasses.forEach((name, at) => {
      if (sizes[at]! > 0) means[name][index] = sums[at]! / sizes[at]!
    })
  })
  return means
}

function byClass<Value>(valueOf: (name: TokenClass) => Value): Record<TokenClass, Value> {
  return {
    context: valueOf('context'),
    instruction: valueOf('instruction'),
    special: valueOf('special')
  }
}

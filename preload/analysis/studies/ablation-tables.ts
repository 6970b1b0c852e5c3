import { caseGroups } from './case-groups.ts'
import { compareSamples, scoredOf, withHolm } from './compare-samples.ts'
import type { Comparison } from './comparison.ts'
import type { AblationSide, StudyRecord, StudyRole } from './record.ts'

/** What taking words away does to the response of one model: a line a group, then all together. */
export interface AblationLine {
  readonly role: StudyRole
  readonly group: string | null
  /** Spans that were ablated; a case's spans are averaged before testing, since they are not independent. */
  readonly nSpans: number
  /**
   * Change of the response's log-probability, natural logarithm, negative where the words held it up:
   * instruction (first) against as many context words (second) of the same cases; one-sided: does the
   * instruction cost more? Holm over the model's groups, of the paired p.
   */
  readonly total: Comparison
  /** The same per response token. */
  readonly perToken: Comparison
}

/** Change of the hidden states after a layer, ‖h' − h‖ / ‖h‖. */
export interface AblationLayer {
  readonly role: StudyRole
  /** 0-based. */
  readonly layer: number
  /**
   * Context (first) against instruction (second) of the same cases: does the instruction change more? Holm
   * over the model's layers, of the paired p.
   */
  readonly comparison: Comparison
}

export interface AblationTables {
  readonly lines: readonly AblationLine[]
  readonly layers: readonly AblationLayer[]
}

/** Null where the study has no ablation. */
export function ablationTables(
  record: Pick<StudyRecord, 'cases' | 'ablation'>
): AblationTables | null {
  if (record.ablation === null) return null
  const { sides } = record.ablation
  return {
    lines: sides.flatMap((side) => linesOf(record, side)),
    layers: sides.flatMap((side) => layersOf(record, side))
  }
}

function linesOf({ cases }: Pick<StudyRecord, 'cases'>, side: AblationSide): AblationLine[] {
  const change = (without: Float64Array, perToken: boolean): Float64Array =>
    caseMeans(cases.length, side, (row) => {
      const total = without[row]! - side.logProbability[row]!
      return perToken ? total / side.nResponse[row]! : total
    })
  const compare = (perToken: boolean): readonly Comparison[] => {
    const instruction = change(side.withoutInstruction, perToken)
    const context = change(side.withoutContext, perToken)
    return withHolm(
      caseGroups(cases).map((line) =>
        compareSamples(
          line.group,
          scoredOf(instruction, line.cases),
          scoredOf(context, line.cases),
          { isPaired: true }
        )
      ),
      'paired'
    )
  }
  const [total, perToken] = [compare(false), compare(true)]
  return caseGroups(cases).map(({ group, cases: members }, i) => ({
    role: side.role,
    group,
    nSpans: countSpans(side, members),
    total: total[i]!,
    perToken: perToken[i]!
  }))
}

function layersOf({ cases }: Pick<StudyRecord, 'cases'>, side: AblationSide): AblationLayer[] {
  const all = cases.map((_, index) => index)
  const comparisons = Array.from({ length: side.nLayers }, (_, layer) => {
    const meansOf = (hidden: Float32Array): Float64Array =>
      caseMeans(cases.length, side, (row) => hidden[row * side.nLayers + layer]!)
    return compareSamples(
      null,
      scoredOf(meansOf(side.hiddenContext), all),
      scoredOf(meansOf(side.hiddenInstruction), all),
      { isPaired: true }
    )
  })
  const adjusted = withHolm(comparisons, 'paired', () => true)
  return adjusted.map((comparison, layer) => ({ role: side.role, layer, comparison }))
}

/** [nCases] mean over a case's spans; NaN where it has none, or a value is no number. */
function caseMeans(
  nCases: number,
  { caseOf }: AblationSide,
  valueOf: (row: number) => number
): Float64Array {
  const sums = new Float64Array(nCases)
  const sizes = new Int32Array(nCases)
  caseOf.forEach((index, row) => {
    sums[index]! += valueOf(row)
    sizes[index]! += 1
  })
  return sums.map((sum, index) => sum / sizes[index]!)
}

function countSpans({ caseOf }: AblationSide, members: readonly number[]): number {
  const wanted = new Set(members)
  return caseOf.filter((index) => wanted.has(index)).length
}

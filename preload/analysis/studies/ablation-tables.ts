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
  const steps = ablationTableSteps(record)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/**
 * The same comparison by comparison, for a page that must not freeze while it waits: each step gives the
 * share that is done, 0 to 1.
 */
export function* ablationTableSteps({
  cases,
  ablation
}: Pick<StudyRecord, 'cases' | 'ablation'>): Generator<number, AblationTables | null> {
  if (ablation === null) return null
  const nLines = caseGroups(cases).length
  const nSteps = ablation.sides.reduce((sum, { nLayers }) => sum + 2 * nLines + nLayers, 0)
  let nDone = 0
  const share = (): number => ++nDone / nSteps
  const lines: AblationLine[] = []
  const layers: AblationLayer[] = []
  for (const side of ablation.sides) {
    lines.push(...(yield* linesOf(cases, side, share)))
    layers.push(...(yield* layersOf(cases, side, share)))
  }
  return { lines, layers }
}

type Share = () => number

function* linesOf(
  cases: StudyRecord['cases'],
  side: AblationSide,
  share: Share
): Generator<number, AblationLine[]> {
  const total = yield* changesOf(cases, side, false, share)
  const perToken = yield* changesOf(cases, side, true, share)
  return caseGroups(cases).map(({ group, cases: members }, i) => ({
    role: side.role,
    group,
    nSpans: countSpans(side, members),
    total: total[i]!,
    perToken: perToken[i]!
  }))
}

/** Changes of log-probability: a comparison a group, then all together. */
function* changesOf(
  cases: StudyRecord['cases'],
  side: AblationSide,
  perToken: boolean,
  share: Share
): Generator<number, readonly Comparison[]> {
  const change = (without: Float64Array): Float64Array =>
    caseMeans(cases.length, side, (row) => {
      const total = without[row]! - side.logProbability[row]!
      return perToken ? total / side.nResponse[row]! : total
    })
  const instruction = change(side.withoutInstruction)
  const context = change(side.withoutContext)
  const comparisons: Comparison[] = []
  for (const { group, cases: members } of caseGroups(cases)) {
    comparisons.push(
      compareSamples(group, scoredOf(instruction, members), scoredOf(context, members), {
        isPaired: true
      })
    )
    yield share()
  }
  return withHolm(comparisons, 'paired')
}

function* layersOf(
  cases: StudyRecord['cases'],
  side: AblationSide,
  share: Share
): Generator<number, AblationLayer[]> {
  const all = cases.map((_, index) => index)
  const comparisons: Comparison[] = []
  for (let layer = 0; layer < side.nLayers; layer++) {
    const meansOf = (hidden: Float32Array): Float64Array =>
      caseMeans(cases.length, side, (row) => hidden[row * side.nLayers + layer]!)
    comparisons.push(
      compareSamples(
        null,
        scoredOf(meansOf(side.hiddenContext), all),
        scoredOf(meansOf(side.hiddenInstruction), all),
        { isPaired: true }
      )
    )
    yield share()
  }
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

/** The ablation of one case in one model: a row a span of its instruction. */
import type { AttributionSide, Span } from '../../../preload/analysis/attribution-record.ts'
import type { AblationMethod, AblationSide } from '../../../preload/analysis/studies/record.ts'
import type { Model } from '../../runtime/model.ts'
import { ablatedSequence, type StandIns, type Variant } from './ablated-sequence.ts'
import { chooseWords, randomOfSpan } from './choose-words.ts'
import { compareVariants, type VariantsRequest } from './compare-variants.ts'

export interface AblationCase {
  readonly caseId: string
  /** Stripped. */
  readonly prompt: string
  readonly spans: readonly Span[]
  readonly side: Pick<
    AttributionSide,
    'ids' | 'ranges' | 'isSpecial' | 'promptPositions' | 'responsePositions' | 'promptOffset'
  >
}

export interface AblationOptions extends StandIns, Omit<VariantsRequest, 'variants'> {
  readonly method: AblationMethod
  readonly seed: number
}

/** The rows of an `AblationSide` that are of one case. */
export interface CaseAblation extends Omit<AblationSide, 'role' | 'caseOf' | 'nLayers'> {
  /** Spans without a row, and why; the whole case where there is nothing to compare. */
  readonly leftOut: readonly string[]
}

interface Row {
  readonly span: number
  readonly nWords: number
  readonly instruction: Variant
  readonly context: Variant
}

/** @returns null when aborted */
export async function ablateCase(
  model: Model,
  ablated: AblationCase,
  options: AblationOptions
): Promise<CaseAblation | null> {
  const { side, spans } = ablated
  const [responseStart, end] = side.responsePositions
  const whole = { ids: side.ids.slice(0, end), responseStart }
  const nResponse = end - responseStart
  const chosen = nResponse === 0 ? [] : spans.map((_, span) => rowOf(ablated, whole, span, options))
  const rows = chosen.filter((row) => typeof row !== 'string')
  const leftOut = chosen.filter((row) => typeof row === 'string')
  if (spans.length === 0) leftOut.push('no instruction is known')
  else if (nResponse === 0) leftOut.push('the response is empty')
  if (rows.length === 0) return noAblation(leftOut)
  const variants = [whole, ...rows.flatMap(({ instruction, context }) => [instruction, context])]
  const outcomes = await compareVariants(model, { ...options, variants })
  return outcomes && caseOf(rows, outcomes, nResponse, leftOut)
}

/** Of a case without a row, and why. */
export function noAblation(leftOut: readonly string[]): CaseAblation {
  return caseOf([], [], 0, leftOut)
}

/** The two variants of a span, or why there are none. */
function rowOf(
  { caseId, prompt, spans, side }: AblationCase,
  whole: Variant,
  span: number,
  { method, seed, ...standIns }: AblationOptions
): Row | string {
  const random = randomOfSpan(seed, caseId, span)
  const name = spans.length > 1 ? `instruction span ${span + 1}: ` : ''
  const words = chooseWords({ side, prompt, spans, span }, random)
  if (typeof words === 'string') return `${name}${words}`
  const [first] = side.promptPositions
  const ablate = (tokens: readonly number[]) =>
    ablatedSequence(
      whole,
      tokens.map((token) => first + token),
      method,
      standIns,
      random
    )
  return {
    span,
    nWords: words.nWords,
    instruction: ablate(words.instruction),
    context: ablate(words.context)
  }
}

function caseOf(
  rows: readonly Row[],
  outcomes: NonNullable<Awaited<ReturnType<typeof compareVariants>>>,
  nResponse: number,
  leftOut: readonly string[]
): CaseAblation {
  const sums = outcomes.map(({ logProbability }) =>
    logProbability.reduce((sum, value) => sum + value, 0)
  )
  const changes = (offset: number) =>
    Float32Array.from(rows.flatMap((_, i) => [...outcomes[1 + 2 * i + offset]!.hiddenChange]))
  return {
    spanOf: Int32Array.from(rows, ({ span }) => span),
    nWords: Int32Array.from(rows, ({ nWords }) => nWords),
    nResponse: Int32Array.from(rows, () => nResponse),
    logProbability: Float64Array.from(rows, () => sums[0]!),
    withoutInstruction: Float64Array.from(rows, (_, i) => sums[1 + 2 * i]!),
    withoutContext: Float64Array.from(rows, (_, i) => sums[2 + 2 * i]!),
    hiddenInstruction: changes(0),
    hiddenContext: changes(1),
    leftOut
  }
}

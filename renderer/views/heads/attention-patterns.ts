/** Attention of one head on one prompt, as the matrices show it. */
import type {
  AttentionLayer,
  AttentionRecord,
  AttentionSide
} from '../../../preload/analysis/heads/attention-record.ts'
import type { Role } from '../../../preload/data.ts'
import { displayToken } from '../../../preload/token-display.ts'
import type { ColorScale } from '../../color/color-scale.ts'
import { modelColor, unsignedRamp, type DivergingName, type Scheme } from '../../color/palettes.ts'
import { muting, type AxisLabel, type MatrixPicture } from '../../matrix/matrix-picture.ts'
import { spellingOf } from '../attribution/token-spelling.ts'
import { differenceScale } from './grid-metrics.ts'

export interface AttentionPattern {
  readonly role: Role
  readonly side: AttentionSide
  /** Tokens that are shown begin here. */
  readonly from: number
  /** [n, n], n = T − from; row = the token that attends */
  readonly values: Float64Array
}

/**
 * A head's weights in each model that has it.
 *
 * @param hidesSink  leaves the first token out, on which attention rests that goes nowhere; the rows no
 *                   longer sum to 1, and are not scaled to do so
 */
export function attentionPatterns(
  record: AttentionRecord,
  { sides }: AttentionLayer,
  head: number,
  hidesSink: boolean
): AttentionPattern[] {
  const from = hidesSink ? 1 : 0
  return record.sides.flatMap((side) => {
    const weights = sides.find(({ role }) => role === side.role)?.weights
    const nTokens = side.tokens.length
    if (!weights || head >= side.nHeads) return []
    const n = Math.max(0, nTokens - from)
    const values = new Float64Array(n * n)
    for (let q = 0; q < n; q++) {
      const start = (head * nTokens + q + from) * nTokens + from
      values.set(weights.subarray(start, start + n), q * n)
    }
    return [{ role: side.role, side, from, values }]
  })
}

/** Tuned minus base, where both read the same tokens; null where they do not. */
export function attentionDifference(patterns: readonly AttentionPattern[]): Float64Array | null {
  const [base, tuned] = patterns
  if (!base || !tuned) return null
  const [before, after] = [base.side.ids, tuned.side.ids]
  if (before.length !== after.length || before.some((id, t) => id !== after[t])) return null
  return tuned.values.map((value, i) => value - base.values[i]!)
}

/** One scale for both models, to the largest weight shown. */
export function attentionScale(patterns: readonly AttentionPattern[], scheme: Scheme): ColorScale {
  return {
    kind: 'unsigned',
    limit: largestOf(patterns.map(({ values }) => values)) || 1,
    isClipped: false,
    nLevels: null,
    unit: 'attention weight',
    ramp: unsignedRamp(scheme)
  }
}

export function attentionDifferenceScale(
  values: Float64Array,
  palette: DivergingName,
  scheme: Scheme
): ColorScale {
  return differenceScale('attention weight, tuned − base', largestOf([values]), palette, scheme)
}

function largestOf(lists: readonly Float64Array[]): number {
  return lists.reduce(
    (most, list) => list.reduce((own, value) => Math.max(own, Math.abs(value)), most),
    0
  )
}

export function attentionPicture(
  { side, from }: Pick<AttentionPattern, 'side' | 'from'>,
  values: Float64Array,
  scale: ColorScale
): MatrixPicture {
  const spelling = spellingOf(side.tokens)
  const labels = side.tokens.slice(from).map((token, t): AxisLabel => ({
    text: displayToken(token, spelling),
    isInstruction: false,
    isSpecial: side.isSpecial[from + t] === true
  }))
  return {
    rows: labels,
    columns: labels,
    values,
    // No token attends to a later one: there is no value, not a value of 0.
    muted: Uint8Array.from(values, (_, i) =>
      i % labels.length > Math.floor(i / labels.length) ? muting.missing : muting.none
    ),
    scale,
    rowBars: null,
    barColor: modelColor.base
  }
}

/** How many of a relation's two words the prompt has, compared in lower case. */
export function wordsInPrompt(
  prompt: string
): (relation: { readonly first: string; readonly second: string }) => number {
  const words = new Set(prompt.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [])
  return ({ first, second }) => Number(words.has(first)) + Number(words.has(second))
}

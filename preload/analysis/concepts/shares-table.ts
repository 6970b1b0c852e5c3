/** The comparison of shares as flat rows, for a table and for CSV. */
import type { LabelKind, ShareCategory } from './label-codes.ts'
import type { GroupSide, ShareComparison, ShareRow } from './shares.ts'

/** Shares and differences are 0 to 1; null is an empty cell. */
export interface ShareTableRow {
  /** Group of layers, 1 first; null for all layers together. */
  readonly group: number | null
  /** Analysed layers, first and last, such as `0–3`; empty for a model without one here. */
  readonly baseLayers: string
  readonly tunedLayers: string
  readonly kind: LabelKind
  readonly label: ShareCategory['name']
  /** Labels counted, all runs together. */
  readonly baseN: number
  readonly baseShare: number | null
  readonly baseSd: number | null
  readonly tunedN: number
  readonly tunedShare: number | null
  readonly tunedSd: number | null
  readonly difference: number | null
  /** `z`, `fisher`, `welch`, or why there is no test. */
  readonly test: string
  readonly statistic: number | null
  readonly df: number | null
  readonly p: number | null
  readonly pHolm: number | null
  /** Cohen's h (z, fisher) or Hedges' g (welch). */
  readonly effectName: 'h' | 'g' | null
  readonly effect: number | null
}

/** Groups in order of depth, then all layers; in each the tasks, then the levels. */
export function sharesTable({ groups, all }: ShareComparison): ShareTableRow[] {
  return [...groups, all].flatMap(({ index, base, tuned, rows }) =>
    rows.map((row) => ({
      group: index === null ? null : index + 1,
      baseLayers: span(base),
      tunedLayers: span(tuned),
      kind: row.category.kind,
      label: row.category.name,
      baseN: row.base?.n ?? 0,
      baseShare: row.base?.share ?? null,
      baseSd: row.base?.sd ?? null,
      tunedN: row.tuned?.n ?? 0,
      tunedShare: row.tuned?.share ?? null,
      tunedSd: row.tuned?.sd ?? null,
      difference: row.difference,
      ...testCells(row)
    }))
  )
}

function testCells({
  test
}: ShareRow): Pick<
  ShareTableRow,
  'test' | 'statistic' | 'df' | 'p' | 'pHolm' | 'effectName' | 'effect'
> {
  if (test.kind === 'untested') {
    const none = { statistic: null, df: null, p: null, pHolm: null }
    return { test: test.reason, ...none, effectName: null, effect: null }
  }
  const { method, statistic, df, p, pHolm, effect } = test
  const effectName = method === 'welch' ? 'g' : 'h'
  return { test: method, statistic, df, p, pHolm, effectName, effect }
}

function span(side: GroupSide | null): string {
  if (side === null) return ''
  const [first, last] = [side.layers[0]!, side.layers.at(-1)!]
  return first === last ? `${first}` : `${first}–${last}`
}

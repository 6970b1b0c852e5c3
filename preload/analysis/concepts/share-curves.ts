/** Shares over depth, and what they do in the last layers. */
import type { CurrentLabels } from './current-labels.ts'
import { shareCategories } from './label-codes.ts'
import type { ShareCategory } from './label-codes.ts'
import { countRuns, shareOf } from './label-counts.ts'
import type { Share } from './label-counts.ts'
import { lastQuarterFrom } from './layer-groups.ts'
import type { ConceptsRecord, ConceptsRole } from './record.ts'
import { adjustFamily, sampleOf, shareDifference, testShares } from './share-tests.ts'
import type { ShareTest } from './share-tests.ts'
import { groupSide, layersOf } from './shares.ts'

/** A layer's share, as counted: unsmoothed. */
export interface SharePoint extends Share {
  readonly layer: number
}

export interface ShareCurve {
  readonly category: ShareCategory
  /** Analysed layers, ascending; empty for a model that the record does not hold. */
  readonly base: readonly SharePoint[]
  readonly tuned: readonly SharePoint[]
}

/** One curve a category, in the order of `shareCategories`. */
export function shareCurves(
  record: Pick<ConceptsRecord, 'layers'>,
  labels: CurrentLabels
): ShareCurve[] {
  const counted = (role: ConceptsRole) =>
    layersOf(record, role).map((layer) => ({
      layer,
      runs: countRuns(labels, role, (other) => other === layer)
    }))
  const [base, tuned] = [counted('base'), counted('tuned')]
  return shareCategories.map((category, at) => {
    const points = (layers: typeof base): SharePoint[] =>
      layers.map(({ layer, runs }) => ({ layer, ...shareOf(runs, at) }))
    return { category, base: points(base), tuned: points(tuned) }
  })
}

/** One comparison of `lastQuarter`; the first share against the second. */
export interface PartComparison {
  readonly compared:
    | 'base: rest against last quarter'
    | 'tuned: rest against last quarter'
    | 'rest: base against tuned'
    | 'last quarter: base against tuned'
  readonly first: Share | null
  readonly second: Share | null
  /** Second less first; null where either has no share. */
  readonly difference: number | null
  readonly test: ShareTest
}

/** Shares of one category in the last quarter of the layers and in the rest. */
export interface LastQuarter {
  readonly category: ShareCategory
  /** First layer of the last quarter of each model; null for one that the record does not hold. */
  readonly from: Readonly<Record<ConceptsRole, number | null>>
  /** All four comparisons are one family of Holm's adjustment. */
  readonly comparisons: readonly PartComparison[]
}

/**
 * Does a category gather in the last quarter of the layers, and does tuning move it? The paper asks it
 * of morphology. Of partly analysed models only the analysed layers count.
 */
export function lastQuarter(
  record: Pick<ConceptsRecord, 'sides' | 'layers'>,
  labels: CurrentLabels,
  category: ShareCategory = { kind: 'level', name: 'morphology' }
): LastQuarter {
  const sample = sampleOf(labels)
  const at = shareCategories.findIndex(
    ({ kind, name }) => kind === category.kind && name === category.name
  )
  const fromOf = (role: ConceptsRole): number | null => {
    const side = record.sides.find((side) => side.role === role)
    return side === undefined ? null : lastQuarterFrom(side.nLayers)
  }
  const from = { base: fromOf('base'), tuned: fromOf('tuned') }
  const share = (role: ConceptsRole, isLate: boolean): Share | null => {
    const first = from[role]
    if (first === null) return null
    const layers = layersOf(record, role).filter((layer) => layer >= first === isLate)
    const side = groupSide(record, labels, role, layers)
    return side && shareOf(side.runs, at)
  }
  const rest = { base: share('base', false), tuned: share('tuned', false) }
  const late = { base: share('base', true), tuned: share('tuned', true) }
  const pairs = [
    ['base: rest against last quarter', rest.base, late.base],
    ['tuned: rest against last quarter', rest.tuned, late.tuned],
    ['rest: base against tuned', rest.base, rest.tuned],
    ['last quarter: base against tuned', late.base, late.tuned]
  ] as const
  const tests = adjustFamily(pairs.map(([, first, second]) => testShares(first, second, sample)))
  const comparisons = pairs.map(([compared, first, second], i) => ({
    ...{ compared, first, second },
    difference: shareDifference(first, second),
    test: tests[i]!
  }))
  return { category, from, comparisons }
}

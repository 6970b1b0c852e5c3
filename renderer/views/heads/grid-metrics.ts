import type { HeadRow } from '../../../preload/analysis/heads/heads-tables.ts'
import type { ColorScale } from '../../color/color-scale.ts'
import {
  divergingRamp,
  unsignedRamp,
  type DivergingName,
  type Scheme
} from '../../color/palettes.ts'

export type GridMetric =
  | 'change'
  | 'jaccard'
  | 'balance'
  | 'gained'
  | 'lost'
  | 'kept'
  | 'base-relations'
  | 'tuned-relations'
  | 'base-chance'
  | 'tuned-chance'

interface MetricFacts {
  readonly label: string
  /** What the numbers are, for the legend. */
  readonly unit: string
  readonly kind: 'share' | 'count' | 'signed-count' | 'ratio'
  readonly needs: { readonly pair?: true; readonly base?: true; readonly tuned?: true }
  readonly value: (row: HeadRow) => number | null
}

/** log2 of pairs over what shuffled similarities give, ½ added to both for heads without any. */
function aboveChance(pairs: number | null, chance: number | null): number | null {
  return pairs === null || chance === null ? null : Math.log2((pairs + 0.5) / (chance + 0.5))
}

const facts: Record<GridMetric, MetricFacts> = {
  change: {
    label: 'Change, 1 − Jaccard',
    unit: 'change, 1 − Jaccard',
    kind: 'share',
    needs: { pair: true },
    value: ({ change }) => change
  },
  jaccard: {
    label: 'Jaccard',
    unit: 'Jaccard',
    kind: 'share',
    needs: { pair: true },
    value: ({ jaccard }) => jaccard
  },
  balance: {
    label: 'Gained − lost',
    unit: 'relations, gained − lost',
    kind: 'signed-count',
    needs: { pair: true },
    value: ({ gained, lost }) => (gained === null || lost === null ? null : gained - lost)
  },
  gained: {
    label: 'Relations gained',
    unit: 'relations gained',
    kind: 'count',
    needs: { pair: true },
    value: ({ gained }) => gained
  },
  lost: {
    label: 'Relations lost',
    unit: 'relations lost',
    kind: 'count',
    needs: { pair: true },
    value: ({ lost }) => lost
  },
  kept: {
    label: 'Relations kept',
    unit: 'relations kept',
    kind: 'count',
    needs: { pair: true },
    value: ({ kept }) => kept
  },
  'base-relations': {
    label: 'Relations, base',
    unit: 'relations of the base',
    kind: 'count',
    needs: { base: true },
    value: ({ baseRelations }) => baseRelations
  },
  'tuned-relations': {
    label: 'Relations, tuned',
    unit: 'relations of the tuned model',
    kind: 'count',
    needs: { tuned: true },
    value: ({ tunedRelations }) => tunedRelations
  },
  'base-chance': {
    label: 'Pairs against chance, base',
    unit: 'log2 of the base’s pairs over chance',
    kind: 'ratio',
    needs: { base: true },
    value: ({ basePairs, baseChancePairs }) => aboveChance(basePairs, baseChancePairs)
  },
  'tuned-chance': {
    label: 'Pairs against chance, tuned',
    unit: 'log2 of the tuned model’s pairs over chance',
    kind: 'ratio',
    needs: { tuned: true },
    value: ({ tunedPairs, tunedChancePairs }) => aboveChance(tunedPairs, tunedChancePairs)
  }
}

export const allMetrics = Object.keys(facts) as readonly GridMetric[]

/** Those that a record with these models can show. */
export function metricsOf(roles: readonly ('base' | 'tuned')[]): readonly GridMetric[] {
  return allMetrics.filter((metric) => {
    const { pair, base, tuned } = facts[metric].needs
    if (pair) return roles.length > 1
    return (!base || roles.includes('base')) && (!tuned || roles.includes('tuned'))
  })
}

export function metricLabel(metric: GridMetric): string {
  return facts[metric].label
}

export function metricUnit(metric: GridMetric): string {
  return facts[metric].unit
}

/** Null where a head has no such number. */
export function metricValue(metric: GridMetric, row: HeadRow): number | null {
  return facts[metric].value(row)
}

/** Numbers of a metric as they are read beside the grid. */
export function metricWords(metric: GridMetric, value: number): string {
  const { kind } = facts[metric]
  const text = kind === 'share' || kind === 'ratio' ? Math.abs(value).toFixed(2) : Math.abs(value)
  const isSigned = kind === 'ratio' || kind === 'signed-count'
  return `${value < 0 ? '−' : isSigned && value > 0 ? '+' : ''}${text}`
}

/** Colours of the grid: shares to 1, counts to the largest, differences symmetric about 0. */
export function metricScale(
  metric: GridMetric,
  values: ArrayLike<number>,
  palette: DivergingName,
  scheme: Scheme
): ColorScale {
  const { kind, unit } = facts[metric]
  let largest = 0
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]!))
  const shared = { isClipped: false, nLevels: null, unit }
  switch (kind) {
    case 'share':
      return { ...shared, kind: 'unsigned', limit: 1, ramp: unsignedRamp(scheme) }
    case 'count':
      return countScale(unit, largest, scheme)
    case 'signed-count':
      return { ...differenceScale(unit, largest, palette, scheme), isWhole: true }
    case 'ratio':
      return differenceScale(unit, largest, palette, scheme)
  }
}

export function countScale(unit: string, largest: number, scheme: Scheme): ColorScale {
  return {
    kind: 'unsigned',
    limit: largest || 1,
    isClipped: false,
    nLevels: null,
    isWhole: true,
    unit,
    ramp: unsignedRamp(scheme)
  }
}

export function differenceScale(
  unit: string,
  largest: number,
  palette: DivergingName,
  scheme: Scheme
): ColorScale {
  return {
    kind: 'signed',
    limit: largest || 1,
    isClipped: false,
    nLevels: null,
    unit,
    ramp: divergingRamp(palette, scheme)
  }
}

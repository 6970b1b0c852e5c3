import type { HeadRow } from '../../../preload/analysis/heads/heads-tables.ts'
import { metricLabel, metricValue, metricWords, type GridMetric } from './grid-metrics.ts'

/** Everything that there is to say about a head, beside the grid and to those who do not see it. */
export function describeHead(
  layer: number,
  head: number,
  row: HeadRow | undefined,
  metric: GridMetric
): string {
  const where = `Layer ${layer}, head ${head}`
  if (!row) return `${where}: left out, or not computed`
  const value = metricValue(metric, row)
  const moved =
    row.jaccard === null
      ? [`${row.baseRelations ?? row.tunedRelations ?? 0} relations`]
      : [`${row.kept} kept, ${row.gained} gained, ${row.lost} lost`]
  return [
    `${where}: ${metricLabel(metric)} ${value === null ? 'unknown' : metricWords(metric, value)}`,
    ...moved,
    ...(row.isAtChance ? ['at chance'] : [])
  ].join('; ')
}

import type { ColorScale } from '../../color/color-scale.ts'
import type { DivergingName, Scheme } from '../../color/palettes.ts'
import type { HeadsRecord } from '../../../preload/data.ts'
import type { Heads } from '../../state/heads.svelte.ts'
import { metricScale, metricValue } from './grid-metrics.ts'
import { countedValues, headGrid, type HeadGrid } from './head-grid.ts'

/** The grid of the chosen number, on screen or on paper. */
export function shownGrid(
  { analysis, metric }: Heads,
  record: HeadsRecord,
  palette: DivergingName,
  scheme: Scheme
): { readonly grid: HeadGrid; readonly scale: ColorScale } {
  // What tells chance is there to look at heads at chance.
  const isOfChance = metric === 'base-chance' || metric === 'tuned-chance'
  const rows = isOfChance
    ? analysis.rows.map((row) => ({ ...row, isAtChance: null }))
    : analysis.rows
  const grid = headGrid(record, rows, (row) => metricValue(metric, row))
  return { grid, scale: metricScale(metric, countedValues(grid), palette, scheme) }
}

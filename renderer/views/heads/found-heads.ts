import type { ColorScale } from '../../color/color-scale.ts'
import type { DivergingName, Scheme } from '../../color/palettes.ts'
import type { HeadsRecord } from '../../../preload/data.ts'
import type { Heads } from '../../state/heads.svelte.ts'
import type { HeadKey } from '../../state/heads-view.svelte.ts'
import { noRelationFilter } from './relation-filter.ts'
import { countScale, differenceScale } from './grid-metrics.ts'
import { hitRows, hitUnit, hitValue, type HitRow } from './head-hits.ts'
import { countedValues, headGrid, type HeadGrid } from './head-grid.ts'

/** Heads with what is looked for; those at chance are left out where they are everywhere. */
export function foundRows({ search, analysis }: Heads): readonly HitRow[] {
  if (search.found?.kind !== 'found') return []
  const counted = new Set(analysis.rows.map(({ layer, head }) => `${layer} ${head}`))
  return hitRows(search.found.hits).filter(({ layer, head }) => counted.has(`${layer} ${head}`))
}

/** All heads, those that were found in colour. */
export function foundGrid(
  { search, analysis }: Heads,
  record: HeadsRecord,
  hits: readonly HitRow[],
  palette: DivergingName,
  scheme: Scheme
): { readonly grid: HeadGrid; readonly scale: ColorScale } {
  const isPair = search.other.trim() !== ''
  const measure = record.sides.length > 1 ? search.measure : 'either'
  const values = new Map(
    hits.map((hit) => [`${hit.layer} ${hit.head}`, hitValue(hit, measure, isPair)])
  )
  const cells = analysis.rows.map(({ layer, head }) => ({
    layer,
    head,
    value: values.get(`${layer} ${head}`) ?? null
  }))
  const grid = headGrid(
    record,
    cells.map((cell) => ({ ...cell, isAtChance: cell.value === null })),
    ({ value }) => value ?? 0
  )
  const largest = countedValues(grid).reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const unit = hitUnit(measure, isPair)
  const scale =
    measure === 'either'
      ? countScale(unit, largest, scheme)
      : { ...differenceScale(unit, largest, palette, scheme), isWhole: true }
  return { grid, scale }
}

/** Opens a head at the pair that was looked for, or at the word's relations. */
export function openFound({ search, view }: Heads, { layer, head }: HeadKey): void {
  const words = [search.word, search.other].map((text) => text.trim().toLowerCase())
  const [word, other] = words as [string, string]
  if (other === '') {
    view.openHead({ layer, head })
    view.filter = { ...noRelationFilter, text: word }
  } else {
    const [first, second] = word <= other ? [word, other] : [other, word]
    view.openHead({ layer, head }, { first, second })
  }
}

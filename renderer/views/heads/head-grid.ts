import type { HeadRow } from '../../../preload/analysis/heads/heads-tables.ts'
import type { HeadsRecord } from '../../../preload/analysis/heads/record.ts'
import { modelColor } from '../../color/palettes.ts'
import type { ColorScale } from '../../color/color-scale.ts'
import { muting, type AxisLabel, type MatrixPicture } from '../../matrix/matrix-picture.ts'
import type { Cell } from '../../matrix/viewport.ts'
import type { HeadKey } from '../../state/heads-view.svelte.ts'

/** Layers down, heads across; C cells. */
export interface HeadGrid {
  readonly layers: readonly number[]
  readonly nHeads: number
  /** [C], 0 where there is no value */
  readonly values: Float64Array
  /** [C], see `muting` */
  readonly muted: Uint8Array
}

/** Layers of the axis: all that were asked for, whether they are done yet or not. */
export function gridLayers({ sides, settings }: Pick<HeadsRecord, 'sides' | 'settings'>): number[] {
  const nLayers = Math.max(0, ...sides.map((side) => side.nLayers))
  return settings.layers
    ? settings.layers.filter((layer) => layer < nLayers)
    : Array.from({ length: nLayers }, (_, layer) => layer)
}

/**
 * Lays a value of each head out over layers and heads. A head at chance is faint, one without a value, or
 * that is left out, is missing.
 *
 * @param rows   heads that are shown; the others are missing
 * @param value  null where a head has none
 */
export function headGrid<Row extends Pick<HeadRow, 'layer' | 'head' | 'isAtChance'>>(
  record: Pick<HeadsRecord, 'sides' | 'settings'>,
  rows: readonly Row[],
  value: (row: Row) => number | null
): HeadGrid {
  const layers = gridLayers(record)
  const nHeads = Math.max(0, ...record.sides.map((side) => side.nHeads))
  const rowOf = new Map(layers.map((layer, row) => [layer, row]))
  const values = new Float64Array(layers.length * nHeads)
  const muted = new Uint8Array(values.length).fill(muting.missing)
  for (const row of rows) {
    const at = rowOf.get(row.layer)
    const known = value(row)
    if (at === undefined || known === null) continue
    values[at * nHeads + row.head] = known
    muted[at * nHeads + row.head] = row.isAtChance ? muting.faint : muting.none
  }
  return { layers, nHeads, values, muted }
}

/** The values that count, for the end of a scale. */
export function countedValues({ values, muted }: HeadGrid): Float64Array {
  return values.filter((_, at) => muted[at] === muting.none)
}

export function gridPicture(grid: HeadGrid, scale: ColorScale): MatrixPicture {
  const label = (index: number): AxisLabel => ({
    text: String(index),
    isInstruction: false,
    isSpecial: false
  })
  return {
    rows: grid.layers.map(label),
    columns: Array.from({ length: grid.nHeads }, (_, head) => label(head)),
    values: grid.values,
    muted: grid.muted,
    scale,
    rowBars: null,
    barColor: modelColor.base
  }
}

export function keyOfCell({ layers }: HeadGrid, { row, column }: Cell): HeadKey {
  return { layer: layers[row]!, head: column }
}

export function cellOfKey({ layers, nHeads }: HeadGrid, key: HeadKey | null): Cell | null {
  const row = key ? layers.indexOf(key.layer) : -1
  return key && row >= 0 && key.head < nHeads ? { row, column: key.head } : null
}

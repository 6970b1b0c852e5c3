import { scaledColumns } from '../../../preload/analysis/difference.ts'
import type { Matrix } from '../../../preload/analysis/matrix.ts'
import type { SalientMap } from '../../../preload/analysis/salient-map.ts'

/** What was worked out of a raw matrix: the shares once, the levels for the L asked for last. */
interface Known {
  readonly shares: Float64Array
  map: SalientMap | null
  levels: number
}

const known = new WeakMap<Matrix, Known>()

/**
 * The salient map at b = 0, number for number what `salientMap` gives. A slider must not divide half
 * a million entries again: the shares of a matrix are remembered, and only cut into L levels.
 */
export function levelMap(raw: Matrix, levels: number): SalientMap {
  let entry = known.get(raw)
  if (!entry) known.set(raw, (entry = { shares: scaledColumns(raw), map: null, levels: 0 }))
  if (entry.map === null || entry.levels !== levels) {
    const { shares } = entry
    const data = new Uint8Array(shares.length)
    for (let i = 0; i < data.length; i++) data[i] = Math.ceil(shares[i]! * levels)
    entry.map = { data, rows: raw.rows, columns: raw.columns }
    entry.levels = levels
  }
  return entry.map
}

/** The map with levels at or below b as 0; at b = 0 the map itself. */
export function cutAt(map: SalientMap, threshold: number): SalientMap {
  if (threshold === 0) return map
  const data = new Uint8Array(map.data.length)
  for (let i = 0; i < data.length; i++) {
    const level = map.data[i]!
    if (level > threshold) data[i] = level
  }
  return { ...map, data }
}

import type { ConceptsLayer } from '../../../preload/analysis/concepts/record.ts'
import type { FinishedUnit } from '../../worker/contract.ts'

/** A layer without the directions themselves: they are most of it, and no view needs them. */
export function withoutDirections(layer: ConceptsLayer): ConceptsLayer {
  return {
    ...layer,
    sides: layer.sides.map(({ directions: _, ...side }) => side)
  }
}

/** The same of units that hold layers, whose arrays are split off: for a record of what is done so far. */
export function unitsWithoutDirections(units: readonly FinishedUnit[]): FinishedUnit[] {
  return units.map(({ unitId, result }) => {
    const kept = Object.entries(result.arrays).filter(
      ([name]) => !/^sides\/\d\/directions$/.test(name)
    )
    return { unitId, result: { ...result, arrays: Object.fromEntries(kept) } }
  })
}

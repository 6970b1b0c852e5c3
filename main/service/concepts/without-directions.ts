import type { ConceptsLayer } from '../../../preload/analysis/concepts/record.ts'

/** A layer without the directions themselves: they are most of it, and no view needs them. */
export function withoutDirections(layer: ConceptsLayer): ConceptsLayer {
  return {
    ...layer,
    sides: layer.sides.map(({ directions: _, ...side }) => side)
  }
}

import type { ConceptsLayer } from '../../../preload/analysis/concepts/record.ts'
import { joinArrays } from '../../plain-arrays.ts'
import type { UnitResult } from '../../worker/contract.ts'
import { parseConceptsLayer, unknownShape } from '../store/records/concepts-layer-schema.ts'

/** The layer that a finished unit holds. The unit stays as it is. */
export function layerOfUnit({ values, arrays }: UnitResult, layer: number): ConceptsLayer {
  // Joining changes the values in place.
  const joined = joinArrays({ values: structuredClone(values), arrays })
  return parseConceptsLayer(joined, unknownShape(layer))
}

import { joinArrays } from '../../plain-arrays.ts'
import type { UnitResult } from '../../worker/contract.ts'
import { parseLayerAlone, type LayeredKind, type LayerOf } from '../store/records/layer-kinds.ts'

/** The layer that a finished unit holds. The unit stays as it is. */
export function layerOfUnit<K extends LayeredKind>(
  kind: K,
  { values, arrays }: UnitResult,
  layer: number
): LayerOf[K] {
  // Joining changes the values in place.
  const joined = joinArrays({ values: structuredClone(values), arrays })
  // Parsed as this kind.
  return parseLayerAlone(kind, joined, layer) as LayerOf[K]
}

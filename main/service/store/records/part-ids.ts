import type { AnyRecord } from '../../../../preload/data.ts'
import { layerPartId } from '../parts.ts'
import { layerIndices } from './layer-kinds.ts'

/** The parts that a record calls for, in its order. */
export function partIdsOf(any: AnyRecord): readonly string[] {
  return any.kind === 'study' ? any.record.parts : layerIndices(any).map(layerPartId)
}

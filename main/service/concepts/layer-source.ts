import type { ConceptsLayer, ConceptsRecord } from '../../../preload/analysis/concepts/record.ts'
import type { AnyRecord } from '../../../preload/data.ts'
import { AppError } from '../../errors.ts'
import type { ResultReader } from '../jobs/job-store.ts'
import type { LiveJob } from '../jobs/live-job.ts'
import { layerOfPart, layerPartId } from '../store/parts.ts'
import { layerOfUnit } from './layer-of-unit.ts'

/** Layers of concepts, wherever they lie. */
export interface LayerSource {
  /** The same for the same layers. */
  readonly key: string
  /** Indices of those that are there, ascending. */
  layers(): readonly number[]
  /** Null while that layer is not done. */
  read(layer: number): ConceptsLayer | null
}

/** Of a result: a layer that is not there will never be, which is an error. */
export function resultLayers(results: ResultReader, resultId: string): LayerSource {
  return {
    key: `result ${resultId}`,
    layers: () => results.layers(resultId),
    read: (layer) => results.layer(resultId, layer)
  }
}

/** Of a job as far as it is done: its units, then its result. */
export function jobLayers({ jobId, row, store }: LiveJob): LayerSource {
  if (row.spec.kind !== 'concepts') {
    throw new AppError('request/invalid', `job "${jobId}": ${row.spec.kind}, expected concepts`)
  }
  if (row.resultId !== null) return resultLayers(store.results, row.resultId)
  return {
    key: `job ${jobId}`,
    layers: () =>
      store.units
        .ids(jobId)
        .map(layerOfPart)
        .filter((layer) => layer !== null)
        .sort((a, b) => a - b),
    read(layer) {
      const unit = store.units.get(jobId, layerPartId(layer))
      return unit === null ? null : layerOfUnit(unit, layer)
    }
  }
}

/** The record of a concepts result. */
export function conceptsRecord(any: AnyRecord): ConceptsRecord {
  if (any.kind === 'concepts') return any.record
  throw new AppError('request/invalid', `the result is of ${any.kind}, expected concepts`)
}

import type { PartSource } from '../../../preload/data.ts'
import { AppError } from '../../errors.ts'
import type { JobQueue } from '../jobs/job-queue.ts'
import type { ResultReader } from '../jobs/job-store.ts'
import type { LiveJob } from '../jobs/live-job.ts'
import type { StoreAccess } from '../store-access.ts'
import { layerOfPart, layerPartId } from '../store/parts.ts'
import type { LayeredKind, LayerOf } from '../store/records/layer-kinds.ts'
import { layerOfUnit } from './layer-of-unit.ts'

/** Layers of an analysis, wherever they lie. */
export interface LayerSource<K extends LayeredKind> {
  /** The same for the same layers. */
  readonly key: string
  /** Indices of those that are there, ascending. */
  layers(): readonly number[]
  /** Null while that layer is not done. */
  read(layer: number): LayerOf[K] | null
}

export interface LayerPlaces {
  readonly queue: JobQueue
  readonly store: StoreAccess
}

export function layerSource<K extends LayeredKind>(
  kind: K,
  source: PartSource,
  { queue, store }: LayerPlaces
): LayerSource<K> {
  return 'jobId' in source
    ? jobLayers(kind, queue.get(source.jobId))
    : resultLayers(kind, store.resultsWith(source.resultId), source.resultId)
}

/** Of a result: a layer that is not there will never be, which is an error. */
export function resultLayers<K extends LayeredKind>(
  kind: K,
  results: ResultReader,
  resultId: string
): LayerSource<K> {
  return {
    key: `result ${resultId}`,
    layers: () => results.layers(resultId, kind),
    read: (layer) => results.layer(resultId, layer, kind)
  }
}

/** Of a job as far as it is done: its units, then its result. */
export function jobLayers<K extends LayeredKind>(
  kind: K,
  { jobId, row, store }: LiveJob
): LayerSource<K> {
  if (row.spec.kind !== kind) {
    throw new AppError('request/invalid', `job "${jobId}": ${row.spec.kind}, expected ${kind}`)
  }
  if (row.resultId !== null) return resultLayers(kind, store.results, row.resultId)
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
      return unit === null ? null : layerOfUnit(kind, unit, layer)
    }
  }
}

/** Made-up runs of every analysis that has layers, by kind: what one can do, all can. */
import { makeFakeHeads } from '../../../helpers/fake-heads.ts'
import { exactPairs } from '../../../helpers/exact-pairs.ts'
import type {
  LayeredKind,
  LayeredRecord,
  LayerOf
} from '../../../../main/service/store/records/layer-kinds.ts'
import type { LastingResult, Store } from '../../../../main/service/store/store.ts'
import type { FinishedUnit } from '../../../../main/worker/contract.ts'
import { conceptsRun, layerUnit } from './concepts-run.ts'
import { addJob } from './open-store.ts'

export const layeredKinds = ['concepts', 'heads', 'attention'] as const satisfies LayeredKind[]

export interface RunShape {
  readonly title?: string
  /** Layers of some 200 kB each, which lie in files. */
  readonly isLarge?: boolean
  readonly createdAt?: string
  /** Tells this run's bytes from those of another one. */
  readonly seconds?: number
  readonly nLayers?: number
}

export interface LayeredRun<K extends LayeredKind> {
  readonly any: LayeredRecord
  readonly layers: readonly LayerOf[K][]
  readonly units: readonly FinishedUnit[]
  readonly result: Exclude<LastingResult, { readonly kind: 'attribution' }>
}

type Made = readonly [LayeredRecord, readonly LayerOf[LayeredKind][]]

export function layeredRun<K extends LayeredKind>(kind: K, shape: RunShape = {}): LayeredRun<K> {
  const { title = 'Depths' } = shape
  const [any, layers] = makers[kind]({ nLayers: 3, seconds: 1, ...shape })
  const units = layers.map(layerUnit)
  const parts = units.map(({ unitId }) => unitId)
  const result = { ...any, keyFields: { title, kind }, title, parts }
  // Made by the maker of this kind.
  return { any, layers: layers as readonly LayerOf[K][], units, result }
}

/** Runs it as a job: units first, then the result. */
export function putLayered(
  kind: LayeredKind,
  store: Store,
  jobId: string,
  shape: RunShape = {}
): string {
  const { result } = commitLayered(kind, store, jobId, shape)
  return store.results.finish(jobId, result)
}

export function commitLayered<K extends LayeredKind>(
  kind: K,
  store: Store,
  jobId: string,
  shape: RunShape = {}
): LayeredRun<K> {
  const run = layeredRun(kind, shape)
  addJob(store, jobId)
  for (const unit of run.units) store.units.commit(jobId, unit)
  return run
}

type MakeRun = (shape: RunShape & { readonly nLayers: number; readonly seconds: number }) => Made

const makers: Readonly<Record<LayeredKind, MakeRun>> = {
  concepts({ isLarge = false, ...shape }) {
    const { record, layers } = conceptsRun({ ...shape, ...(isLarge && { dModel: 8_000 }) })
    return [{ kind: 'concepts', record }, layers]
  },
  heads({ isLarge, nLayers, seconds, createdAt }) {
    const size = isLarge ? { nHeads: 12, nRelations: 300 } : { nHeads: 2, nRelations: 12 }
    const fake = makeFakeHeads({ nLayers, ...size })
    const layers = layersOf(nLayers, (layer) => ({ ...fake.layer(layer), seconds }))
    const record = withModels({ ...fake.record(), ...(createdAt && { createdAt }) })
    const settings = { ...record.settings, nShownPairs: null }
    return [{ kind: 'heads', record: exactPairs({ ...record, settings }, layers) }, layers]
  },
  attention({ isLarge, nLayers, seconds, createdAt }) {
    const fake = makeFakeHeads({ nLayers, nHeads: 2, nTokens: isLarge ? 200 : 5 })
    const layers = layersOf(nLayers, (layer) => ({ ...fake.attentionLayer(layer), seconds }))
    const record = withModels({ ...fake.attention(), ...(createdAt && { createdAt }) })
    return [{ kind: 'attention', record }, layers]
  }
}

function layersOf<Layer>(nLayers: number, make: (layer: number) => Layer): Layer[] {
  return Array.from({ length: nLayers }, (_, layer) => make(layer))
}

function withModels<R extends { readonly sides: readonly { readonly role: string }[] }>(
  record: R
): R {
  return { ...record, sides: record.sides.map((side) => ({ ...side, name: `${side.role}-model` })) }
}

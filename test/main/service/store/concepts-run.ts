import type { Store } from '../../../../main/service/store/store.ts'
import type { FinishedUnit } from '../../../../main/worker/contract.ts'
import type { ConceptsLayer, ConceptsRecord } from '../../../../preload/analysis/concepts/record.ts'
import { makeFakeConcepts, type FakeConceptsOptions } from '../../../helpers/fake-concepts.ts'
import { layerResult } from '../../../helpers/fake-heads-job.ts'
import { addJob } from './open-store.ts'

export interface ConceptsShape extends FakeConceptsOptions {
  readonly title?: string
  /** Keeps directions of this width: with 8,000 and more a layer lies in a file. */
  readonly dModel?: number
  readonly createdAt?: string
  readonly wordListName?: string
  /** Tells this run's bytes from those of another one, as the seconds do. */
  readonly seconds?: number
}

/** A made-up concepts run: its record, and its layers as they are and as units. */
export function conceptsRun(shape: ConceptsShape = {}) {
  const { title = 'Concepts', dModel, createdAt, wordListName, seconds = 1 } = shape
  const fake = makeFakeConcepts({ nLayers: 3, nDirections: 5, nWords: 4, ...shape })
  const plain = fake.record()
  const record: ConceptsRecord = {
    ...plain,
    ...(createdAt !== undefined && { createdAt }),
    isPartial: false,
    wordList: { ...plain.wordList, name: wordListName ?? plain.wordList.name },
    settings: { ...plain.settings, keepDirections: dModel !== undefined },
    sides: plain.sides.map((side) => ({
      ...side,
      name: `${side.role}-model`,
      dModel: dModel ?? Math.max(side.dModel, shape.nDirections ?? 0)
    }))
  }
  const layers = record.layers.map(({ layer }): ConceptsLayer => {
    const made = fake.layer(layer)
    if (dModel === undefined) return { ...made, seconds }
    const sides = made.sides.map((side, s) => ({
      ...side,
      directions: noise(side.eigenvalues.length * dModel, layer * 2 + s)
    }))
    return { ...made, seconds, sides }
  })
  const units = layers.map((layer) => layerUnit(layer))
  const parts = units.map(({ unitId }) => unitId)
  const result = { kind: 'concepts', keyFields: { title }, title, record, parts } as const
  return { record, layers, units, result }
}

/** The unit that holds a layer. */
export function layerUnit(layer: { readonly layer: number }): FinishedUnit {
  return { unitId: `layer/${layer.layer}`, result: layerResult(layer) }
}

/** Runs it as a job: units first, then the result. */
export function putConcepts(store: Store, jobId: string, shape: ConceptsShape = {}): string {
  const { units, result } = conceptsRun(shape)
  addJob(store, jobId)
  store.units.commit(jobId, { unitId: 'words', result: { values: { jobId }, arrays: {} } })
  for (const unit of units) store.units.commit(jobId, unit)
  return store.results.finish(jobId, result)
}

/** Does not compress. */
function noise(length: number, seed: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => Math.sin(seed * 12.9898 + i * i * 78.233))
}

import { expect, it } from 'vitest'
import {
  estimateStoredBytes,
  requireFreeSpace
} from '../../../../main/service/jobs/needed-space.ts'
import { appErrorOf } from '../../../helpers/app-error.ts'
import { fakeAnnotationRequest, fakeConceptsRequest, fakeSpec } from '../../../helpers/fake-job.ts'
import { putConcepts } from '../store/concepts-run.ts'
import { testStore } from '../store/open-store.ts'

const { kind, request } = fakeSpec({ seed: 1, nUnits: 1 })
const settings = { ...request.settings, prompt: 'x'.repeat(1_000), nTokensLimit: 500 }
const single = { kind, request: { ...request, settings } }
const pair = {
  kind,
  request: {
    base: '/a',
    tuned: '/b',
    settings: { ...settings, withLeaveOneOut: true }
  }
}

it('counts a float32 matrix a model and estimator, as units and as result', () => {
  expect(estimateStoredBytes(single)).toBe(1_000 * 500 * 4 * 2)
  expect(estimateStoredBytes(pair)).toBe(1_000 * 500 * 4 * 2 * 2 * 2)
})

it('asks for a fifth more than the estimate and 200 MB', () => {
  const neededBytes = 4e6 * 1.2 + 200e6
  expect(() => requireFreeSpace(single, neededBytes)).not.toThrow()
  const error = appErrorOf(() => requireFreeSpace(single, neededBytes - 1))
  expect(error).toMatchObject({ code: 'store/full' })
  expect(error.message).toContain('205 MB needed')
})

it('counts what a layer of concepts takes, more where its directions are kept', () => {
  const { store } = testStore()
  const nLayers = 6
  const request = fakeConceptsRequest({ seed: 1, nUnits: 1 })
  const spec = (changes: object) =>
    ({
      kind: 'concepts',
      request: { ...request, settings: { ...request.settings, ...changes } }
    }) as const
  const layers = Array.from({ length: nLayers }, (_, i) => i)
  const [without, kept] = [false, true].map((keepDirections) =>
    estimateStoredBytes(spec({ layers, keepDirections }))
  )
  const { row } = store.results.open(
    putConcepts(store, 'a', { nLayers, nDirections: 300, nWords: 50 })
  )
  expect(without).toBeGreaterThan(row.sizeBytes)
  expect(kept! - without!).toBe(nLayers * 2 * 300 * 8_192 * 4)
  // How many layers there are is not known before the models are read.
  expect(estimateStoredBytes(spec({ layers: null }))).toBeGreaterThan(without! * 20)
  expect(() => requireFreeSpace(spec({}), 1e6)).toThrowError(/disk full/)
})

it('counts the labels of a language model for every seed', () => {
  const request = fakeAnnotationRequest('x', { seed: 1, nUnits: 1 })
  const settings = { ...request.settings, layers: [0, 1], nDirections: 10 }
  const spec = (seeds: number[]) =>
    ({ kind: 'annotation', request: { ...request, settings: { ...settings, seeds } } }) as const
  expect(estimateStoredBytes(spec([1, 2, 3]))).toBe(3 * estimateStoredBytes(spec([1])))
  expect(estimateStoredBytes(spec([1]))).toBe(2 * 2 * 10 * 3 * 1_024)
})

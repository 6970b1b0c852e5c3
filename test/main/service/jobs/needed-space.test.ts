import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import {
  estimateStoredBytes,
  requireFreeSpace
} from '../../../../main/service/jobs/needed-space.ts'
import { appErrorOf } from '../../../helpers/app-error.ts'
import {
  fakeAnnotationRequest,
  fakeAttentionRequest,
  fakeConceptsRequest,
  fakeHeadsRequest,
  fakeSpec,
  fakeStudyRequest
} from '../../../helpers/fake-job.ts'
import { makeFakeHeads } from '../../../helpers/fake-heads.ts'
import { putConcepts } from '../store/concepts-run.ts'
import { layerResult } from '../../../helpers/fake-heads-job.ts'
import { encodeContainer } from '../../../../main/service/store/blobs/array-container.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'
import { testStore } from '../store/open-store.ts'
import { studyRun } from '../store/study-run.ts'

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

const plan = { seed: 1, nUnits: 1 }

/** Bytes of a layer's unit before it is packed. */
const sizeOf = (layer: object): number => encodeContainer(layerResult(layer)).length

it('counts the words and pairs of every dimension of heads', () => {
  const request = fakeHeadsRequest(plan)
  const spec = (changes: object) =>
    ({
      kind: 'heads',
      request: { ...request, settings: { ...request.settings, ...changes } }
    }) as const
  const seven = estimateStoredBytes(spec({}))
  // A pair of 7B models: 32 layers of 32 heads of 128 dimensions, each 20 words a side and 50 pairs.
  expect(seven).toBe(2 * 32 * 4_096 * (20 * 8 + 50 * 12 + 16))
  expect(() => requireFreeSpace(spec({}), 0.6e9)).not.toThrow()
  expect(() => requireFreeSpace(spec({}), 0.3e9)).toThrowError(/disk full/)
  expect(estimateStoredBytes(spec({ layers: [3] }))).toBe(seven / 32)
  expect(estimateStoredBytes(spec({ nShownWords: null }))).toBeGreaterThan(1.5 * seven)
  // A made-up layer of six heads of sixteen dimensions, in proportion.
  const made = sizeOf(makeFakeHeads({ nHeads: 6, nRelations: 60 }).layer(0))
  const share = (6 * 16) / 4_096
  expect(estimateStoredBytes(spec({ layers: [0] })) * share).toBeGreaterThan(made)
})

it('counts the lower half of every pattern of a prompt, by what its text comes to in tokens', () => {
  const request = fakeAttentionRequest(plan)
  const spec = (changes: object) =>
    ({
      kind: 'attention',
      request: {
        ...request,
        settings: { ...request.settings, prompt: 'x'.repeat(300), ...changes }
      }
    }) as const
  const plain = estimateStoredBytes(spec({}))
  // 100 tokens in the 32 heads of the 32 layers of two models.
  expect(plain).toBe(2 * 32 * 32 * 100 ** 2 * 2)
  expect(plain).toBeLessThan(0.1e9)
  expect(estimateStoredBytes(spec({ layers: [0] }))).toBe(plain / 32)
  expect(estimateStoredBytes(spec({ useChatTemplate: true }))).toBeGreaterThan(plain)
  expect(estimateStoredBytes(spec({ prompt: '語'.repeat(100) }))).toBe(plain)
  // No prompt that is longer is taken.
  expect(estimateStoredBytes(spec({ prompt: 'x'.repeat(1e6) }))).toBe(2 * 32 * 32 * 1_024 ** 2 * 2)
})

it('bounds what a study keeps by its data set, its limits and its modes', () => {
  const data = join(temporaryFolder(), 'cases.jsonl')
  const { record, units } = studyRun({ nCases: 6 })
  writeFileSync(data, record.cases.map(({ prompt }) => prompt).join('\n'))
  const { settings, ...plain } = fakeStudyRequest({ seed: 1, nUnits: 1 })
  const bytes = (changes: object, more: object = {}) =>
    estimateStoredBytes({
      kind: 'study',
      request: { ...plain, data, tuned: '/t', settings: { ...settings, ...changes }, ...more }
    })
  // As many response tokens as the made-up study has at most.
  const kept = units.reduce((sum, { result }) => sum + encodeContainer(result).length, 0)
  const bounded = bytes({ nTokensLimit: 30 })
  expect(bounded).toBeGreaterThan(mapBytes(units))
  expect(bounded).toBeLessThan(4 * kept)
  expect(bytes({ nTokensLimit: 60 })).toBe(2 * bounded)
  expect(bytes({ nTokensLimit: 30 }, { tuned: null })).toBe(bounded / 2)
  // Length matching is a cut of own maps.
  const modes = (...names: string[]) => bytes({ nTokensLimit: 30, modes: names })
  expect(modes('own', 'length-matched')).toBe(modes('length-matched'))
  expect(modes('own', 'same')).toBe(2 * modes('own'))
  writeFileSync(data, 'x'.repeat(3_000_000))
  expect(bytes({ nCasesLimit: 1, nTokensLimit: 10 })).toBe(1_024 * 10 * 5 * 2 * 2)
})

it('keeps of recorded runs what their files hold, and nothing of files that are not there', () => {
  const folder = temporaryFolder()
  const base = join(folder, 'base.jsonl')
  writeFileSync(base, 'x'.repeat(100))
  writeFileSync(join(folder, 'base.safetensors'), 'x'.repeat(1_000))
  const bytes = (tuned: string | null) =>
    estimateStoredBytes({ kind: 'study-import', request: { base, tuned } })
  expect(bytes(null)).toBe(1_100)
  expect(bytes(base)).toBe(2_200)
  // Inseq keeps texts and maps in one file.
  const inseq = join(folder, 'inseq.json')
  writeFileSync(inseq, 'x'.repeat(50))
  expect(bytes(inseq)).toBe(1_150)
  expect(bytes(join(folder, 'missing.jsonl'))).toBe(1_100)
  expect(bytes('x'.repeat(5_000))).toBe(1_100)
})

function mapBytes(units: ReturnType<typeof studyRun>['units']): number {
  const names = /importance|levels/
  return units
    .flatMap(({ result }) => Object.entries(result.arrays))
    .reduce((sum, [name, array]) => sum + (names.test(name) ? array.byteLength : 0), 0)
}

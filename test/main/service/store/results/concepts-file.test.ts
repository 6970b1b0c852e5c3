import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../../../main/errors.ts'
import {
  decodeResultFile,
  encodeResultFile,
  type ResultFile
} from '../../../../../main/service/store/results/result-file.ts'
import { resultKey } from '../../../../../main/service/store/results/result-key.ts'
import type { NewLabel, Store } from '../../../../../main/service/store/store.ts'
import type { StoredLabel } from '../../../../../preload/analysis/concepts/labels.ts'
import { temporaryFolder } from '../../../../helpers/temporary-folder.ts'
import { blobFiles, countRows } from '../behind.ts'
import { conceptsRun, putConcepts, type ConceptsShape } from '../concepts-run.ts'
import { addJob, testStore } from '../open-store.ts'

const everything = { text: '', tag: null, sort: 'newest', offset: 0, limit: 50 } as const
const shape: ConceptsShape = { title: 'Depths', dModel: 8_000 }

const ofModel: StoredLabel = {
  ...{ layer: 2, role: 'base', direction: 1, annotator: 'llm', author: 'tiny', seed: 1 },
  label: { description: 'rivers', tasks: ['math'], level: 'syntax', evidence: ['said so'] },
  note: '',
  createdAt: '2026-05-01T10:00:00.000Z'
}
const byHand: NewLabel = {
  ...{ layer: 1, role: 'tuned', direction: 0, author: 'Ada', note: 'why' },
  label: { ...ofModel.label!, description: 'seas' }
}

/** A library with one labelled result. */
function labelled(): { readonly store: Store; readonly resultId: string; readonly path: string } {
  const { store } = testStore()
  const resultId = putConcepts(store, 'a', shape)
  store.results.annotate(resultId, { note: 'a note', tags: ['deep'] })
  addJob(store, 'b')
  const annotation = { kind: 'annotation', resultId, labels: [ofModel], problems: [] } as const
  store.labels.finish('b', annotation, '')
  store.labels.set(resultId, byHand)
  store.labels.set(resultId, { ...byHand, label: null })
  return { store, resultId, path: join(temporaryFolder(), 'depths.shiftlens') }
}

it('carries a result with its layers and all labels from one library to another', async () => {
  const { store, resultId, path } = labelled()
  await store.exportResult(resultId, path)
  expect(readFileSync(path)[8]).toBe(2)

  const { home, store: other } = testStore()
  expect(other.importResult(path)).toBe(resultId)
  expect(other.results.open(resultId)).toEqual(store.results.open(resultId))
  const { layers } = conceptsRun(shape)
  expect(layers.map(({ layer }) => other.results.layer(resultId, layer, 'concepts'))).toEqual(
    layers
  )
  expect(layers[0]?.sides[0]?.directions).toHaveLength(5 * 8_000)
  expect(other.labels.list(resultId)).toEqual(store.labels.list(resultId))
  expect(other.labels.list(resultId)).toHaveLength(3)
  expect(other.results.find({ title: 'Depths' })).toBe(resultId)
  expect(other.results.list({ ...everything, text: 'deep' }).nMatching).toBe(1)

  // The same bytes as where they were computed, on the way back as well.
  const again = join(temporaryFolder(), 'again.shiftlens')
  await other.exportResult(resultId, again)
  expect(readFileSync(again).equals(readFileSync(path))).toBe(true)
  other.close()
  expect(blobFiles(home)).toHaveLength(3)
  expect(countRows(home, 'labels')).toBe(3)
})

it('adds to an equal result the labels that it lacks, and nothing twice', async () => {
  const { store, resultId, path } = labelled()
  await store.exportResult(resultId, path)
  const { home, store: other } = testStore()
  putConcepts(other, 'a', { ...shape, seconds: 9 })
  other.labels.set(resultId, { ...byHand, direction: 3 })
  other.results.rename(resultId, 'Mine')
  for (let i = 0; i < 2; i++) expect(other.importResult(path)).toBe(resultId)
  expect(other.results.open(resultId)).toMatchObject({ row: { title: 'Mine' }, problems: [] })
  expect(other.results.layer(resultId, 0, 'concepts').seconds).toBe(9)
  expect(other.labels.list(resultId).map(({ direction }) => direction)).toEqual([1, 0, 0, 3])
  expect(blobFiles(home)).toHaveLength(3)
})

it('repairs a result that was damaged', async () => {
  const { store, resultId, path } = labelled()
  await store.exportResult(resultId, path)
  const { home, store: other } = testStore()
  putConcepts(other, 'a', { ...shape, seconds: 9 })
  writeFileSync(blobFiles(home)[0]!, 'no longer a layer')
  expect(other.results.open(resultId).problems).toHaveLength(1)
  other.importResult(path)
  expect(other.results.open(resultId).problems).toEqual([])
  expect(other.results.layer(resultId, 0, 'concepts').seconds).toBe(1)
})

it('refuses labels of a file that do not fit the result that is there', () => {
  const { store } = testStore()
  const resultId = putConcepts(store, 'a', { title: 'Depths', nLayers: 1 })
  const path = join(temporaryFolder(), 'a.shiftlens')
  writeFileSync(path, fileOf({}))
  expect(() => store.importResult(path)).toThrowError(/layer 2 of base is not in the result/)
  expect(store.labels.list(resultId)).toEqual([])
})

const small = conceptsRun({ title: 'Depths' })
const { keyFields } = small.result
const sound: Extract<ResultFile, { kind: 'concepts' }> = {
  kind: 'concepts',
  resultId: resultKey(keyFields),
  keyFields,
  title: 'Depths',
  note: '',
  tags: [],
  record: small.record,
  layers: small.layers,
  labels: [ofModel]
}

/** The file of changed content, with a hash that fits. */
function fileOf(changes: object): Uint8Array {
  return encodeResultFile({ ...sound, ...changes })
}

/** With its hash made to fit. */
function hashed(bytes: Uint8Array): Uint8Array {
  bytes.set(createHash('sha256').update(bytes.subarray(48)).digest(), 16)
  return bytes
}

it('reads what it wrote', () => {
  expect(decodeResultFile(fileOf({}), 'a.shiftlens')).toEqual(sound)
})

describe('refuses, with a hash that fits,', () => {
  const [first, ...rest] = small.layers
  const side = (changes: object) => ({
    layers: [{ ...first!, sides: [{ ...first!.sides[0]!, ...changes }, first!.sides[1]!] }, ...rest]
  })
  const cases: Readonly<Record<string, readonly [object, RegExp]>> = {
    'settings that are not those of the id': [{ keyFields: { a: 1 } }, /was changed: its id/],
    'a field that is unknown': [{ extra: 1 }, /extra/],
    'another analysis': [{ kind: 'studies' }, /kind/],
    'a partial result': [{ record: { ...small.record, isPartial: true } }, /partial/],
    'a layer too few': [{ layers: rest }, /holds 2 layers, expected 3/],
    'a layer too many': [{ layers: [...small.layers, first] }, /holds 4 layers, expected 3/],
    'a layer twice': [{ layers: [first, first, rest[1]] }, /layer 1: are of layer 0/],
    'layers that are none': [{ layers: [null, null, null] }, /concepts of layer 0/],
    'layers that are no list': [{ layers: { 0: first } }, /layers/],
    'words outside the list': [side({ topWords: new Int32Array(20).fill(1e9) }), /topWords is/],
    'words as a list': [side({ topWords: Array(20).fill(0) }), /topWords/],
    'an array where a text belongs': [
      { record: { ...small.record, device: Float32Array.of(1) } },
      /device/
    ],
    'labels of a concept that is not there': [
      { labels: [{ ...ofModel, direction: 5 }] },
      /direction 5, expected at most 4/
    ],
    'labels with fields of their own': [{ labels: [{ ...ofModel, key: 'x' }] }, /key/],
    'labels that are none': [{ labels: ['good'] }, /label 0/]
  }
  for (const [name, [changes, message]] of Object.entries(cases)) {
    it(name, () => {
      const { store } = testStore()
      const path = join(temporaryFolder(), 'a.shiftlens')
      const bytes = encodeResultFile({ ...sound, ...changes })
      // Whatever kind it claims, as the file of a concepts result.
      bytes[8] = 2
      writeFileSync(path, bytes)
      expect(() => store.importResult(path)).toThrowError(
        expect.objectContaining({
          code: 'request/invalid',
          file: 'a.shiftlens',
          message: expect.stringMatching(message)
        })
      )
      expect(store.results.list(everything).nMatching).toBe(0)
    })
  }
  it('an attribution that calls itself concepts, and the other way round', () => {
    const bytes = fileOf({})
    bytes[8] = 1
    expect(() => decodeResultFile(bytes, 'a.shiftlens')).toThrowError(/cannot be read/)
    const path = '../../../../fixtures/libraries/version-1/sky.shiftlens'
    const other = new Uint8Array(readFileSync(join(import.meta.dirname, path)))
    other[8] = 2
    expect(() => decodeResultFile(other, 'a.shiftlens')).toThrowError(/cannot be read/)
  })
})

it('refuses any file that has one byte changed, cut off or added', () => {
  const bytes = fileOf({})
  const refused = (changed: Uint8Array) =>
    expect(() => decodeResultFile(changed, 'a.shiftlens')).toThrowError(
      expect.objectContaining({ code: 'request/invalid', file: 'a.shiftlens' })
    )
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, difference) => {
      const changed = bytes.slice()
      changed[at]! ^= difference
      refused(changed)
      refused(bytes.slice(0, at))
    }),
    { numRuns: 200 }
  )
})

it('reads or refuses whatever content carries a hash that fits', () => {
  const bytes = fileOf({})
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 48, max: bytes.length - 1 }), fc.nat(255)), {
        minLength: 1,
        maxLength: 3
      }),
      (changes) => {
        const changed = bytes.slice()
        for (const [at, to] of changes) changed[at] = to
        try {
          decodeResultFile(hashed(changed), 'a.shiftlens')
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(AppError)
        }
      }
    ),
    { numRuns: 300 }
  )
})

it('leaves no file where a layer is damaged', async () => {
  const { home, store } = testStore()
  const resultId = putConcepts(store, 'a', shape)
  writeFileSync(blobFiles(home)[1]!, '')
  const folder = temporaryFolder()
  await expect(store.exportResult(resultId, join(folder, 'a.shiftlens'))).rejects.toThrowError(
    /cannot be exported: part layer/
  )
  expect(readdirSync(folder)).toEqual([])
})

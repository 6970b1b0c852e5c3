import { statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { binDays } from '../../../../../main/service/store/results/results.ts'
import type { Store } from '../../../../../main/service/store/store.ts'
import { appErrorOf } from '../../../../helpers/app-error.ts'
import { attributionRecord } from '../../../../helpers/attribution-record.ts'
import { failureOf } from '../../../../helpers/failure.ts'
import { temporaryFolder } from '../../../../helpers/temporary-folder.ts'
import { behind, blobFiles, countRows } from '../behind.ts'
import { conceptsRun, putConcepts, type ConceptsShape } from '../concepts-run.ts'
import { addJob, testStore } from '../open-store.ts'

const everything = { text: '', tag: null, sort: 'newest', offset: 0, limit: 50 } as const

/** Layers of some 200 kB each, which lie in files. */
const large: ConceptsShape = { dModel: 8_000 }

const label = {
  layer: 1,
  role: 'tuned',
  direction: 0,
  author: 'Ada',
  note: '',
  label: { description: 'rivers', tasks: [], level: 'semantics', evidence: [] }
} as const

function commitAll(store: Store, jobId: string, shape: ConceptsShape = {}) {
  const run = conceptsRun(shape)
  addJob(store, jobId)
  for (const unit of run.units) store.units.commit(jobId, unit)
  return run
}

describe('the end of a run', () => {
  it('turns units into parts of the result without writing them again', () => {
    const { home, store } = testStore()
    const { layers, record, result } = commitAll(store, 'a', large)
    store.units.commit('a', { unitId: 'words', result: { values: { n: 1 }, arrays: {} } })
    const seen = (file: string) => [file, statSync(file).ino, statSync(file).mtimeMs]
    const before = blobFiles(home).map(seen)
    expect(before).toHaveLength(3)
    const resultId = store.results.finish('a', result)
    expect(store.jobs.get('a')).toMatchObject({ state: 'done', fraction: 1, resultId })
    expect(store.units.ids('a')).toEqual([])
    expect(blobFiles(home).map(seen)).toEqual(before)
    expect(store.results.open(resultId)).toMatchObject({ kind: 'concepts', record, problems: [] })
    for (const layer of layers) {
      expect(store.results.layer(resultId, layer.layer, 'concepts')).toEqual(layer)
    }
    store.close()
    expect([countRows(home, 'parts'), countRows(home, 'units')]).toEqual([3, 0])
    // The layers and the record; the words unit is gone.
    expect(countRows(home, 'blobs')).toBe(4)
    const again = testStore(home).store
    expect(again.results.layers(resultId, 'concepts')).toEqual([0, 1, 2])
    expect(again.results.layer(resultId, 2, 'concepts')).toEqual(layers[2])
  })

  it('refuses parts that were never computed, and leaves job and units as they were', () => {
    const { store } = testStore()
    const { units, result } = commitAll(store, 'a')
    const refuse = (changes: object, message: RegExp) =>
      expect(() => store.results.finish('a', { ...result, ...changes })).toThrowError(message)
    refuse({ parts: ['layer/0', 'layer/1', 'layer/7'] }, /part layer\/7: no such unit of job a/)
    refuse({ parts: ['layer/0', 'layer/1'] }, /its record calls for layer\/0, layer\/1, layer\/2/)
    refuse({ record: { ...result.record, isPartial: true } }, /partial/)
    refuse({ record: { ...result.record, words: [1] } }, /concepts: words/)
    expect(() => store.results.finish(null, result)).toThrowError(/part layer\/0/)
    expect(store.jobs.get('a')).toMatchObject({ state: 'queued', resultId: null })
    expect(store.units.list('a')).toEqual(units)
    expect(store.results.list(everything).nMatching).toBe(0)
  })

  it('gives the result that is there for the same key, and keeps its layers', () => {
    const { home, store } = testStore()
    const resultId = putConcepts(store, 'a', large)
    const files = blobFiles(home)
    expect(putConcepts(store, 'b', { ...large, seconds: 2 })).toBe(resultId)
    expect(blobFiles(home)).toEqual(files)
    expect(store.results.layer(resultId, 0, 'concepts').seconds).toBe(1)
    expect(store.jobs.get('b')).toMatchObject({ state: 'done', resultId })
  })
})

describe('a layer that was damaged', () => {
  it('is named, and the others are read', async () => {
    const { home, store } = testStore()
    const resultId = putConcepts(store, 'a', large)
    const file = blobFiles(home)[1]!
    truncateSync(file, 100)
    const { problems, record } = store.results.open(resultId)
    expect(problems).toEqual([
      expect.stringMatching(/^part layer\/\d: its file has 100 bytes, expected/)
    ])
    expect(record).toEqual(conceptsRun(large).record)
    const read = [0, 1, 2].filter((layer) => {
      try {
        return store.results.layer(resultId, layer, 'concepts')
      } catch (thrown) {
        expect(thrown).toMatchObject({
          code: 'store/unavailable',
          message: expect.stringMatching(/^layer \d cannot be shown: its file has 100 bytes/),
          hint: expect.stringContaining('again')
        })
        return false
      }
    })
    expect(read).toHaveLength(2)
    const path = join(temporaryFolder(), 'a.shiftlens')
    const refusal = await failureOf(() => store.exportResult(resultId, path))
    expect(refusal.message).toMatch(/cannot be exported: part layer/)
  })

  it('is found when it is read where a look does not show it', async () => {
    const { home, store } = testStore()
    const resultId = putConcepts(store, 'a')
    store.close()
    behind(home, (db) => {
      const row = db
        .prepare<[], { sha256: string; bytes: Buffer }>(
          `SELECT sha256, bytes FROM blobs JOIN parts USING (sha256) WHERE part_id = 'layer/1'`
        )
        .get()!
      row.bytes[row.bytes.length >> 1]! ^= 1
      db.prepare('UPDATE blobs SET bytes = ? WHERE sha256 = ?').run(row.bytes, row.sha256)
    })
    const { store: again } = testStore(home)
    expect(again.results.open(resultId).problems).toEqual([])
    expect(appErrorOf(() => again.results.layer(resultId, 1, 'concepts')).message).toMatch(
      /^layer 1 cannot be shown: its bytes were changed/
    )
    expect(again.results.layer(resultId, 0, 'concepts').layer).toBe(0)
    // A new run is not told that there is nothing to do.
    expect(again.results.find({ title: 'Concepts' })).toBeNull()
    const path = join(temporaryFolder(), 'a.shiftlens')
    const refusal = await failureOf(() => again.exportResult(resultId, path))
    expect(refusal.message).toMatch(/^layer 1 cannot be shown/)
  })

  it('is replaced with all the others by a new run; what was written on the result stays', () => {
    const { home, store } = testStore()
    const resultId = putConcepts(store, 'a', large)
    store.labels.set(resultId, label)
    store.results.annotate(resultId, { note: 'kept', tags: [] })
    expect(store.results.find({ title: 'Concepts' })).toBe(resultId)
    truncateSync(blobFiles(home)[0]!, 0)
    expect(store.results.find({ title: 'Concepts' })).toBeNull()
    expect(putConcepts(store, 'b', { ...large, seconds: 2 })).toBe(resultId)
    expect(store.results.find({ title: 'Concepts' })).toBe(resultId)
    expect(store.results.open(resultId)).toMatchObject({ row: { note: 'kept' }, problems: [] })
    expect(
      store.results
        .layers(resultId, 'concepts')
        .map((i) => store.results.layer(resultId, i, 'concepts'))
    ).toEqual(conceptsRun({ ...large, seconds: 2 }).layers)
    expect(store.labels.list(resultId)).toHaveLength(1)
    expect(blobFiles(home)).toHaveLength(3)
  })

  it('is missed where its row was taken away', () => {
    const { home, store } = testStore()
    const resultId = putConcepts(store, 'a')
    store.close()
    behind(home, (db) => db.prepare(`DELETE FROM parts WHERE part_id = 'layer/2'`).run())
    const again = testStore(home).store
    expect(again.results.open(resultId).problems).toEqual(['part layer/2: it is missing'])
    expect(appErrorOf(() => again.results.layer(resultId, 2, 'concepts')).code).toBe(
      'store/unavailable'
    )
  })
})

it('says which layer or result is not there, or is of another analysis', () => {
  const { store } = testStore()
  const resultId = putConcepts(store, 'a')
  const record = attributionRecord()
  const other = store.results.finish(null, {
    kind: 'attribution',
    keyFields: { a: 1 },
    title: 'A',
    record
  })
  const refuse = (act: () => unknown, message: RegExp) =>
    expect(appErrorOf(act)).toMatchObject({
      code: 'request/invalid',
      message: expect.stringMatching(message)
    })
  refuse(() => store.results.layer(resultId, 3, 'concepts'), /^layer 3: not in result/)
  refuse(() => store.results.layer(resultId, -1, 'concepts'), /^layer -1/)
  refuse(() => store.results.layer('x', 0, 'concepts'), /^result x is not in the library/)
  refuse(() => store.results.layer(other, 0, 'concepts'), /attribution, expected concepts/)
  refuse(() => store.results.layers(other, 'concepts'), /attribution, expected concepts/)
})

it('keeps parts and labels in the bin and out of it, and takes them along when it is emptied', () => {
  const { home, store } = testStore()
  const old = putConcepts(store, 'a', { ...large, title: 'old' })
  const recent = putConcepts(store, 'b', { ...large, title: 'recent', seconds: 2 })
  store.labels.set(old, label)
  store.labels.set(recent, label)
  expect(blobFiles(home)).toHaveLength(6)
  for (const resultId of [old, recent]) store.results.delete(resultId)
  expect(() => store.results.layer(recent, 0, 'concepts')).toThrowError(/not in the library/)
  expect(() => store.labels.list(recent)).toThrowError(/not in the library/)
  store.close()
  const long = new Date(Date.now() - (binDays + 1) * 24 * 60 * 60 * 1000).toISOString()
  behind(home, (db) =>
    db.prepare('UPDATE results SET deleted_at = ? WHERE result_id = ?').run(long, old)
  )
  const again = testStore(home).store
  expect(() => again.results.restore(old)).toThrowError(/not in the library/)
  again.results.restore(recent)
  expect(again.results.open(recent).problems).toEqual([])
  expect(again.results.layer(recent, 2, 'concepts').seconds).toBe(2)
  expect(again.labels.list(recent)).toHaveLength(1)
  again.close()
  expect(blobFiles(home)).toHaveLength(3)
  expect(['parts', 'labels', 'results'].map((table) => countRows(home, table))).toEqual([3, 1, 1])
})

it('keeps a layer that a job and a result share until neither needs it', () => {
  const { home, store } = testStore()
  const resultId = putConcepts(store, 'a', large)
  commitAll(store, 'b', large)
  expect(blobFiles(home)).toHaveLength(3)
  store.jobs.discard('b')
  expect(blobFiles(home)).toHaveLength(3)
  expect(store.results.layer(resultId, 1, 'concepts').layer).toBe(1)
})

it('resumes from the layers that are there, and computes a damaged one again', () => {
  const { home, store } = testStore()
  const { units } = commitAll(store, 'a', large)
  expect(store.units.ids('a')).toEqual(['layer/0', 'layer/1', 'layer/2'])
  expect(store.units.get('a', 'layer/1')).toEqual(units[1]!.result)
  expect(store.units.get('a', 'layer/9')).toBeNull()
  store.close()
  const { store: again, problems } = testStore(home)
  expect(again.units.list('a')).toEqual(units)
  const sha256 = behindOf(again, home, 'layer/1')
  truncateSync(join(home, 'blobs', sha256.slice(0, 2), `${sha256.slice(2)}.bin`), 10)
  expect(again.units.get('a', 'layer/1')).toBeNull()
  expect(problems).toEqual([
    expect.stringMatching(/^unit layer\/1 of job a: its file has 10 bytes/)
  ])
})

function behindOf(store: Store, home: string, unitId: string): string {
  // A reader beside the open store.
  expect(store.isReadOnly).toBe(false)
  return behind(home, (db) =>
    String(db.prepare('SELECT sha256 FROM units WHERE unit_id = ?').pluck().get(unitId))
  )
}

describe('in the library', () => {
  it('is listed with its kind, its size with all layers, and no score', () => {
    const { home, store } = testStore()
    const resultId = putConcepts(store, 'a', large)
    const { row } = store.results.open(resultId)
    expect(row).toMatchObject({
      kind: 'concepts',
      title: 'Concepts',
      prompt: '',
      baseName: 'base-model',
      tunedName: 'tuned-model',
      baseScore: null,
      tunedScore: null
    })
    const inFiles = blobFiles(home).reduce((sum, file) => sum + statSync(file).size, 0)
    expect(row.sizeBytes).toBeGreaterThan(inFiles)
    expect(row.sizeBytes).toBeLessThan(inFiles + 20_000)
    expect(store.results.list(everything).rows).toEqual([row])
  })

  it('stands beside attributions, behind them by score', () => {
    const { store } = testStore()
    const createdAt = '2026-06-01T00:00:00.000Z'
    putConcepts(store, 'a', { createdAt })
    store.results.finish(null, {
      kind: 'attribution',
      keyFields: { a: 1 },
      title: 'Sky',
      record: attributionRecord()
    })
    const titles = (sort: 'newest' | 'base-score' | 'tuned-score') =>
      store.results.list({ ...everything, sort }).rows.map(({ title }) => title)
    expect(titles('newest')).toEqual(['Concepts', 'Sky'])
    expect(titles('base-score')).toEqual(['Sky', 'Concepts'])
    expect(titles('tuned-score')).toEqual(['Sky', 'Concepts'])
    expect(store.results.list(everything).rows.map(({ kind }) => kind)).toEqual([
      'concepts',
      'attribution'
    ])
  })

  it('is found by title, models, tags, note and the name of its word list, not by its words', () => {
    const { store } = testStore()
    const resultId = putConcepts(store, 'a', {
      title: 'Depths',
      wordListName: 'frequent.tsv',
      firstWords: ['zebra']
    })
    store.results.annotate(resultId, { note: 'remarkable', tags: ['later'] })
    const nFound = (text: string) => store.results.list({ ...everything, text }).nMatching
    for (const text of ['dep', 'tuned-model', 'frequent', 'remark', 'later']) {
      expect(nFound(text), text).toBe(1)
    }
    expect(nFound('zebra')).toBe(0)
  })
})

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
import { putConcepts } from '../concepts-run.ts'
import { commitLayered, layeredKinds, layeredRun, putLayered } from '../layered-run.ts'
import { testStore } from '../open-store.ts'

const everything = { text: '', tag: null, sort: 'newest', offset: 0, limit: 50 } as const

const large = { isLarge: true }

const label = {
  layer: 1,
  role: 'tuned',
  direction: 0,
  author: 'Ada',
  note: '',
  label: { description: 'rivers', tasks: [], level: 'semantics', evidence: [] }
} as const

/** Makes the next start take a result in the bin for one that has lain there for too long. */
function empty(home: string, resultId: string): void {
  const long = new Date(Date.now() - (binDays + 1) * 24 * 60 * 60 * 1000).toISOString()
  behind(home, (db) =>
    db.prepare('UPDATE results SET deleted_at = ? WHERE result_id = ?').run(long, resultId)
  )
}

function behindOf(store: Store, home: string, unitId: string): string {
  // A reader beside the open store.
  expect(store.isReadOnly).toBe(false)
  return behind(home, (db) =>
    String(db.prepare('SELECT sha256 FROM units WHERE unit_id = ?').pluck().get(unitId))
  )
}

describe.each(layeredKinds)('a result of %s', (kind) => {
  describe('the end of a run', () => {
    it('turns units into parts of the result without writing them again', () => {
      const { home, store } = testStore()
      const { layers, any, result } = commitLayered(kind, store, 'a', large)
      store.units.commit('a', { unitId: 'words', result: { values: { n: 1 }, arrays: {} } })
      const seen = (file: string) => [file, statSync(file).ino, statSync(file).mtimeMs]
      const before = blobFiles(home).map(seen)
      expect(before).toHaveLength(3)
      const resultId = store.results.finish('a', result)
      expect(store.jobs.get('a')).toMatchObject({ state: 'done', fraction: 1, resultId })
      expect(store.units.ids('a')).toEqual([])
      expect(blobFiles(home).map(seen)).toEqual(before)
      expect(store.results.open(resultId)).toMatchObject({ ...any, problems: [] })
      for (const layer of layers) {
        expect(store.results.layer(resultId, layer.layer, kind)).toEqual(layer)
      }
      store.close()
      expect([countRows(home, 'parts'), countRows(home, 'units')]).toEqual([3, 0])
      // The layers and the record; the words unit is gone.
      expect(countRows(home, 'blobs')).toBe(4)
      const again = testStore(home).store
      expect(again.results.layers(resultId, kind)).toEqual([0, 1, 2])
      expect(again.results.layer(resultId, 2, kind)).toEqual(layers[2])
    })

    it('reads the layers of a result that was just opened without reading its record again', async () => {
      const { home, store } = testStore()
      const { layers, result } = commitLayered(kind, store, 'a', large)
      const resultId = store.results.finish('a', result)
      store.results.open(resultId)
      // Only the record is small enough to lie in the database itself.
      behind(home, (db) => db.exec("UPDATE blobs SET bytes = x'' WHERE bytes IS NOT NULL"))
      expect(store.results.layer(resultId, 1, kind)).toEqual(layers[1])
      store.close()
      const again = testStore(home).store
      expect((await failureOf(() => again.results.layer(resultId, 1, kind))).code).toBe(
        'store/unavailable'
      )
    })

    it('refuses parts that were never computed, and leaves job and units as they were', () => {
      const { store } = testStore()
      const { units, result } = commitLayered(kind, store, 'a')
      const refuse = (changes: object, message: RegExp) =>
        expect(() => store.results.finish('a', { ...result, ...changes })).toThrowError(message)
      refuse({ parts: ['layer/0', 'layer/1', 'layer/7'] }, /part layer\/7: no such unit of job a/)
      refuse({ parts: ['layer/0', 'layer/1'] }, /its record calls for layer\/0, layer\/1, layer\/2/)
      refuse({ record: { ...result.record, isPartial: true } }, /partial/)
      refuse({ record: { ...result.record, notes: [1] } }, new RegExp(`^${kind}: notes`))
      expect(() => store.results.finish(null, result)).toThrowError(/part layer\/0/)
      expect(store.jobs.get('a')).toMatchObject({ state: 'queued', resultId: null })
      expect(store.units.list('a')).toEqual(units)
      expect(store.results.list(everything).nMatching).toBe(0)
    })

    it('gives the result that is there for the same key, and keeps its layers', () => {
      const { home, store } = testStore()
      const resultId = putLayered(kind, store, 'a', large)
      const files = blobFiles(home)
      expect(putLayered(kind, store, 'b', { ...large, seconds: 2 })).toBe(resultId)
      expect(blobFiles(home)).toEqual(files)
      expect(store.results.layer(resultId, 0, kind).seconds).toBe(1)
      expect(store.jobs.get('b')).toMatchObject({ state: 'done', resultId })
    })
  })

  describe('a layer that was damaged', () => {
    it('is named, and the others are read', async () => {
      const { home, store } = testStore()
      const resultId = putLayered(kind, store, 'a', large)
      const file = blobFiles(home)[1]!
      truncateSync(file, 100)
      const { problems, record } = store.results.open(resultId)
      expect(problems).toEqual([
        expect.stringMatching(/^part layer\/\d: its file has 100 bytes, expected/)
      ])
      expect(record).toEqual(layeredRun(kind, large).any.record)
      const read = [0, 1, 2].filter((layer) => {
        try {
          return store.results.layer(resultId, layer, kind)
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
      const resultId = putLayered(kind, store, 'a')
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
      expect(appErrorOf(() => again.results.layer(resultId, 1, kind)).message).toMatch(
        /^layer 1 cannot be shown: its bytes were changed/
      )
      expect(again.results.layer(resultId, 0, kind).layer).toBe(0)
      // A new run is not told that there is nothing to do.
      expect(again.results.find({ title: 'Depths', kind })).toBeNull()
      const path = join(temporaryFolder(), 'a.shiftlens')
      const refusal = await failureOf(() => again.exportResult(resultId, path))
      expect(refusal.message).toMatch(/^layer 1 cannot be shown/)
    })

    it('is replaced with all the others by a new run; what was written on the result stays', () => {
      const { home, store } = testStore()
      const resultId = putLayered(kind, store, 'a', large)
      store.results.annotate(resultId, { note: 'kept', tags: [] })
      expect(store.results.find({ title: 'Depths', kind })).toBe(resultId)
      truncateSync(blobFiles(home)[0]!, 0)
      expect(store.results.find({ title: 'Depths', kind })).toBeNull()
      expect(putLayered(kind, store, 'b', { ...large, seconds: 2 })).toBe(resultId)
      expect(store.results.find({ title: 'Depths', kind })).toBe(resultId)
      expect(store.results.open(resultId)).toMatchObject({ row: { note: 'kept' }, problems: [] })
      expect(
        store.results.layers(resultId, kind).map((i) => store.results.layer(resultId, i, kind))
      ).toEqual(layeredRun(kind, { ...large, seconds: 2 }).layers)
      expect(blobFiles(home)).toHaveLength(3)
    })

    it('is missed where its row was taken away', () => {
      const { home, store } = testStore()
      const resultId = putLayered(kind, store, 'a')
      store.close()
      behind(home, (db) => db.prepare(`DELETE FROM parts WHERE part_id = 'layer/2'`).run())
      const again = testStore(home).store
      expect(again.results.open(resultId).problems).toEqual(['part layer/2: it is missing'])
      expect(appErrorOf(() => again.results.layer(resultId, 2, kind)).code).toBe(
        'store/unavailable'
      )
    })
  })

  it('says which layer or result is not there, or is of another analysis', () => {
    const { store } = testStore()
    const resultId = putLayered(kind, store, 'a')
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
    refuse(() => store.results.layer(resultId, 3, kind), /^layer 3: not in result/)
    refuse(() => store.results.layer(resultId, -1, kind), /^layer -1/)
    refuse(() => store.results.layer('x', 0, kind), /^result x is not in the library/)
    refuse(() => store.results.layer(other, 0, kind), new RegExp(`attribution, expected ${kind}`))
    refuse(() => store.results.layers(other, kind), new RegExp(`attribution, expected ${kind}`))
  })

  it('keeps parts in the bin and out of it, and takes them along when it is emptied', () => {
    const { home, store } = testStore()
    const old = putLayered(kind, store, 'a', { ...large, title: 'old' })
    const recent = putLayered(kind, store, 'b', { ...large, title: 'recent', seconds: 2 })
    expect(blobFiles(home)).toHaveLength(6)
    for (const resultId of [old, recent]) store.results.delete(resultId)
    expect(() => store.results.layer(recent, 0, kind)).toThrowError(/not in the library/)
    store.close()
    empty(home, old)
    const again = testStore(home).store
    expect(() => again.results.restore(old)).toThrowError(/not in the library/)
    again.results.restore(recent)
    expect(again.results.open(recent).problems).toEqual([])
    expect(again.results.layer(recent, 2, kind).seconds).toBe(2)
    again.close()
    expect(blobFiles(home)).toHaveLength(3)
    expect(['parts', 'results'].map((table) => countRows(home, table))).toEqual([3, 1])
  })

  it('keeps a layer that a job and a result share until neither needs it', () => {
    const { home, store } = testStore()
    const resultId = putLayered(kind, store, 'a', large)
    commitLayered(kind, store, 'b', large)
    expect(blobFiles(home)).toHaveLength(3)
    store.jobs.discard('b')
    expect(blobFiles(home)).toHaveLength(3)
    expect(store.results.layer(resultId, 1, kind).layer).toBe(1)
  })

  it('resumes from the layers that are there, and computes a damaged one again', () => {
    const { home, store } = testStore()
    const { units } = commitLayered(kind, store, 'a', large)
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

  describe('in the library', () => {
    it('is listed with its kind, its size with all layers, and no score', () => {
      const { home, store } = testStore()
      const resultId = putLayered(kind, store, 'a', large)
      const { row } = store.results.open(resultId)
      expect(row).toMatchObject({
        kind,
        title: 'Depths',
        prompt: kind === 'attention' ? 'Give me the first two sentences.' : '',
        baseName: 'base-model',
        tunedName: 'tuned-model',
        baseScore: null,
        tunedScore: null
      })
      const inFiles = blobFiles(home).reduce((sum, file) => sum + statSync(file).size, 0)
      expect(row.sizeBytes).toBeGreaterThan(inFiles)
      const inAll = behind(home, (db) =>
        db.prepare('SELECT sum(stored_bytes) FROM blobs').pluck().get()
      )
      expect(row.sizeBytes).toBe(inAll)
      expect(store.results.list(everything).rows).toEqual([row])
    })

    it('stands beside attributions, behind them by score', () => {
      const { store } = testStore()
      const createdAt = '2026-06-01T00:00:00.000Z'
      putLayered(kind, store, 'a', { createdAt })
      store.results.finish(null, {
        kind: 'attribution',
        keyFields: { a: 1 },
        title: 'Sky',
        record: attributionRecord()
      })
      const titles = (sort: 'newest' | 'base-score' | 'tuned-score') =>
        store.results.list({ ...everything, sort }).rows.map(({ title }) => title)
      expect(titles('newest')).toEqual(['Depths', 'Sky'])
      expect(titles('base-score')).toEqual(['Sky', 'Depths'])
      expect(titles('tuned-score')).toEqual(['Sky', 'Depths'])
      expect(store.results.list(everything).rows.map((row) => row.kind)).toEqual([
        kind,
        'attribution'
      ])
    })
  })
})

it('finds a result by title, models, tags, note and what went in, not by the words of its list', () => {
  const { store } = testStore()
  const ids = layeredKinds.map((kind) => putLayered(kind, store, kind, { title: `Deep ${kind}` }))
  ids.push(
    putConcepts(store, 'a', {
      title: 'Words',
      wordListName: 'frequent.tsv',
      firstWords: ['zebra']
    })
  )
  const [, heads] = ids
  store.results.annotate(heads!, { note: 'remarkable', tags: ['later'] })
  const found = (text: string) =>
    store.results.list({ ...everything, text, sort: 'oldest' }).rows.map(({ title }) => title)
  expect(found('frequent')).toEqual(['Words'])
  expect(found('zebra')).toEqual([])
  // The made-up list of all, and the similarities of the heads alone.
  expect(found('sample/base')).toEqual(['Deep concepts', 'Deep heads'])
  expect(found('first sentences')).toEqual(['Deep attention'])
  for (const text of ['dee hea', 'remark', 'later'])
    expect(found(text), text).toEqual(['Deep heads'])
  expect(found('tuned-model')).toHaveLength(4)
  const similarity = { name: 'glove.txt', source: 'file' } as const
  const { result } = layeredRun('heads')
  if (result.kind !== 'heads') throw new Error('not of heads')
  const record = {
    ...result.record,
    layers: [],
    similarity: { ...result.record.similarity, ...similarity }
  }
  const sides = record.sides.map((side) => ({ ...side, ...noHeads }))
  store.results.finish(null, {
    ...result,
    ...{ title: 'None', keyFields: { a: 1 }, parts: [], record: { ...record, sides } }
  })
  expect(found('glove')).toEqual(['None'])
})

/** Of a side without a layer. */
const noHeads = {
  nPairs: new Int32Array(),
  chancePairs: new Int32Array(),
  relationStarts: new Int32Array(1),
  relationFirst: new Int32Array(),
  relationSecond: new Int32Array(),
  relationDimensions: new Int32Array()
}

it('keeps the prompt of attention patterns once for all that have it, and names one that was changed', () => {
  const { home, store } = testStore()
  const resultId = putLayered('attention', store, 'a')
  putLayered('attention', store, 'b', { title: 'Again', seconds: 2 })
  const { prompt } = store.results.open(resultId).row
  expect(store.results.record(resultId).record).toMatchObject({ prompt })
  store.close()
  expect(countRows(home, 'inputs')).toBe(1)
  behind(home, (db) => db.prepare("UPDATE inputs SET text = 'Something else'").run())
  const { problems, record } = testStore(home).store.results.open(resultId)
  expect(problems).toEqual(['its prompt is missing or was changed'])
  expect(record).toMatchObject({ prompt: '' })
})

it('tells results of one analysis from those of another', () => {
  const { store } = testStore()
  for (const kind of layeredKinds) {
    const resultId = putLayered(kind, store, kind)
    for (const other of layeredKinds) {
      if (other === kind) continue
      const act = () => store.results.layer(resultId, 0, other)
      expect(appErrorOf(act)).toMatchObject({
        code: 'request/invalid',
        message: `result ${resultId}: ${kind}, expected ${other}`
      })
    }
    // And back, whatever was asked before.
    expect(store.results.layer(resultId, 0, kind)).toEqual(layeredRun(kind).layers[0])
  }
})

it('takes labels of concepts only', () => {
  const { store } = testStore()
  for (const kind of ['heads', 'attention'] as const) {
    const resultId = putLayered(kind, store, kind)
    expect(appErrorOf(() => store.labels.set(resultId, label))).toMatchObject({
      code: 'request/invalid',
      message: `result ${resultId}: ${kind}, expected concepts`
    })
    expect(store.labels.list(resultId)).toEqual([])
  }
})

it('keeps labels through the bin and a repair, and takes them along when the bin is emptied', () => {
  const { home, store } = testStore()
  const old = putLayered('concepts', store, 'a', { ...large, title: 'old' })
  const recent = putLayered('concepts', store, 'b', { ...large, title: 'recent', seconds: 2 })
  store.labels.set(old, label)
  store.labels.set(recent, label)
  for (const resultId of [old, recent]) store.results.delete(resultId)
  expect(() => store.labels.list(recent)).toThrowError(/not in the library/)
  store.close()
  empty(home, old)
  const again = testStore(home).store
  again.results.restore(recent)
  truncateSync(blobFiles(home)[0]!, 0)
  expect(again.results.open(recent).problems).toHaveLength(1)
  putLayered('concepts', again, 'c', { ...large, title: 'recent', seconds: 3 })
  expect(again.results.open(recent).problems).toEqual([])
  expect(again.labels.list(recent)).toHaveLength(1)
  again.close()
  expect(countRows(home, 'labels')).toBe(1)
})

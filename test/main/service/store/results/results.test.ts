import BetterSqlite3 from 'better-sqlite3'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { databaseFile } from '../../../../../main/service/store/database.ts'
import { binDays } from '../../../../../main/service/store/results/results.ts'
import type { Store } from '../../../../../main/service/store/store.ts'
import { defaultSalience } from '../../../../../preload/analysis/salience-settings.ts'
import { sideSalience } from '../../../../../preload/analysis/side-salience.ts'
import { attributionOf } from '../../../../helpers/attribution-of.ts'
import { attributionRecord, type RecordShape } from '../../../../helpers/attribution-record.ts'
import { addJob, testStore } from '../open-store.ts'

const everything = { text: '', tag: null, sort: 'newest', offset: 0, limit: 50 } as const

/** Stores a result whose key is its title. */
function put(store: Store, title: string, shape: RecordShape = {}): string {
  const record = attributionRecord(shape)
  return store.results.finish(null, {
    kind: 'attribution',
    keyFields: { title },
    title,
    record
  })
}

/** The database behind a closed store. */
function behind(home: string, change: (db: BetterSqlite3.Database) => void): void {
  const db = new BetterSqlite3(databaseFile(home))
  change(db)
  db.close()
}

const large: RecordShape = { nPrompt: 200, nResponse: 300 }

it('gives the result that is there for the same key, and keeps what was written on it', () => {
  const { store } = testStore()
  const resultId = put(store, 'A')
  store.results.annotate(resultId, { note: 'mine', tags: ['x'] })
  store.results.rename(resultId, 'Renamed')
  expect(put(store, 'A')).toBe(resultId)
  expect(store.results.open(resultId).row).toMatchObject({
    title: 'Renamed',
    note: 'mine',
    tags: ['x']
  })
  expect(store.results.list(everything).nMatching).toBe(1)
  expect(store.results.find({ title: 'A' })).toBe(resultId)
  expect(store.results.find({ title: 'B' })).toBeNull()
})

it('lists the scores that the views show at the method’s own constants', () => {
  const { store } = testStore()
  const record = attributionRecord()
  const { row } = store.results.open(put(store, 'A'))
  const [base, tuned] = record.sides.map(
    (side) => sideSalience(side, record.instructionSpans, defaultSalience).score
  )
  expect(base).toBeGreaterThan(0)
  expect(base).not.toBe(tuned)
  expect(row).toMatchObject({ baseScore: base, tunedScore: tuned })
})

it('stores one model, and an empty response', () => {
  const { store } = testStore()
  const single = store.results.open(put(store, 'one', { roles: ['base'] })).row
  expect(single).toMatchObject({ baseName: 'base-model', tunedName: null, tunedScore: null })
  const tuned = store.results.open(put(store, 'tuned', { roles: ['tuned'] })).row
  expect(tuned).toMatchObject({ baseName: '', tunedName: 'tuned-model', baseScore: null })
  const empty = store.results.open(put(store, 'empty', { nResponse: 0, response: '' }))
  expect(empty.row).toMatchObject({ baseScore: 0, tunedScore: 0 })
  expect(attributionOf(empty).sides[0]?.importance.length).toBe(0)
})

it('keeps a prompt once for all the results that have it', () => {
  const { home, store } = testStore()
  put(store, 'A')
  put(store, 'B')
  store.close()
  behind(home, (db) => expect(db.prepare('SELECT count(*) FROM inputs').pluck().get()).toBe(1))
})

it('moves a deleted result to the bin and back', () => {
  const { store } = testStore()
  const resultId = put(store, 'A')
  store.results.delete(resultId)
  expect(store.results.list(everything)).toMatchObject({ rows: [], nMatching: 0 })
  expect(store.results.find({ title: 'A' })).toBeNull()
  expect(() => store.results.open(resultId)).toThrowError(
    expect.objectContaining({ code: 'request/invalid' })
  )
  store.results.restore(resultId)
  expect(store.results.open(resultId).record).toEqual(attributionRecord())
  store.results.delete(resultId)
  // Computed again: out of the bin.
  expect(put(store, 'A')).toBe(resultId)
  expect(store.results.list(everything).nMatching).toBe(1)
})

it('purges at a start what has been in the bin for too long, its files too', () => {
  const { home, store } = testStore()
  const [old, recent] = ['old', 'recent'].map((title, i) =>
    put(store, title, { ...large, nResponse: 300 + i, prompt: `About ${title}.` })
  )
  addJob(store, 'a')
  store.jobs.update('a', { resultId: old! })
  store.results.delete(old!)
  store.results.delete(recent!)
  store.close()
  const long = new Date(Date.now() - (binDays + 1) * 24 * 60 * 60 * 1000).toISOString()
  behind(home, (db) =>
    db.prepare('UPDATE results SET deleted_at = ? WHERE result_id = ?').run(long, old)
  )
  const again = testStore(home).store
  expect(() => again.results.restore(old!)).toThrowError(/not in the library/)
  expect(again.jobs.get('a')?.resultId).toBeNull()
  again.results.restore(recent!)
  expect(
    again.results.list({ ...everything, text: 'about' }).rows.map(({ title }) => title)
  ).toEqual(['recent'])
  again.close()
  behind(home, (db) => {
    for (const table of ['blobs', 'inputs', 'search', 'results']) {
      expect(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(1)
    }
  })
})

it('never shows a damaged record: it is reported, counts as absent, and is replaced by a new run', () => {
  const { home, store } = testStore()
  const resultId = put(store, 'A', large)
  store.results.annotate(resultId, { note: 'kept', tags: [] })
  rmSync(join(home, 'blobs'), { recursive: true })
  expect(() => store.results.open(resultId)).toThrowError(
    expect.objectContaining({
      code: 'store/unavailable',
      message: 'result "A" cannot be shown: its file is missing'
    })
  )
  expect(store.results.list(everything).nMatching).toBe(1)
  expect(store.results.find({ title: 'A' })).toBeNull()
  expect(put(store, 'A', large)).toBe(resultId)
  expect(store.results.open(resultId)).toMatchObject({
    row: { note: 'kept' },
    record: attributionRecord(large),
    problems: []
  })
})

it('names a prompt or settings that were changed behind its back', () => {
  const { home, store } = testStore()
  const resultId = put(store, 'A')
  store.close()
  behind(home, (db) => {
    db.prepare("UPDATE inputs SET text = 'Something else'").run()
    db.prepare(`UPDATE results SET key_fields = '{"title":"B"}'`).run()
  })
  const { store: again } = testStore(home)
  const opened = again.results.open(resultId)
  expect(opened.problems).toHaveLength(2)
  expect(attributionOf(opened).prompt).toBe('')
})

it('refuses a record that does not fit together, and a partial one', () => {
  const { store } = testStore()
  const record = attributionRecord()
  const [base] = record.sides
  const finish = (changed: object) => () =>
    store.results.finish(null, {
      kind: 'attribution',
      keyFields: { a: 1 },
      title: 'A',
      record: { ...record, ...changed }
    })
  const side = (changed: object) => finish({ sides: [{ ...base!, ...changed }] })
  expect(side({ importance: new Float32Array(11) })).toThrowError(/importance has 11.*expected 12/)
  expect(side({ importance: new Float32Array(12).fill(Number.NaN) })).toThrowError(/is NaN at 0/)
  expect(side({ tokens: [] })).toThrowError(/tokens has 0/)
  expect(side({ promptPositions: [0, 99] })).toThrowError(/prompt positions/)
  expect(finish({ sides: [] })).toThrowError(/sides/)
  expect(finish({ sides: [base, base] })).toThrowError(/both sides/)
  expect(finish({ createdAt: 'yesterday' })).toThrowError(/ISO 8601/)
  expect(finish({ isPartial: true })).toThrowError(/partial/)
  expect(store.results.list(everything).nMatching).toBe(0)
})

it('keeps fields of a record that only a later version knows', () => {
  const { store } = testStore()
  const [base] = attributionRecord({ roles: ['base'] }).sides
  const record = {
    ...attributionRecord(),
    sides: [{ ...base!, entropy: Float32Array.of(1, 2, 3) }],
    later: { a: 1 }
  }
  const resultId = store.results.finish(null, {
    kind: 'attribution',
    keyFields: { a: 1 },
    title: 'A',
    record
  })
  expect(store.results.open(resultId).record).toEqual(record)
})

it('says which result is not there', () => {
  const { store } = testStore()
  for (const act of [
    () => store.results.open('x'),
    () => store.results.rename('x', 'y'),
    () => store.results.annotate('x', { note: '', tags: [] }),
    () => store.results.delete('x'),
    () => store.results.restore('x')
  ]) {
    expect(act).toThrowError(
      expect.objectContaining({ code: 'request/invalid', message: expect.stringContaining('x') })
    )
  }
})

it('opens a result of 500 × 1,000 on two models', () => {
  const { home, store } = testStore()
  const shape = { nPrompt: 500, nResponse: 1000 }
  const resultId = put(store, 'A', shape)
  store.close()
  const again = testStore(home).store
  const start = performance.now()
  const record = attributionOf(again.results.open(resultId))
  console.log(`open a stored result of 500 × 1,000: ${Math.round(performance.now() - start)} ms`)
  expect(record.sides[1]?.importance).toEqual(attributionRecord(shape).sides[1]?.importance)
})

/** Libraries that released versions wrote: test/fixtures/libraries. */
import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { databaseFile } from '../../../../main/service/store/database.ts'
import { schemaVersion } from '../../../../main/service/store/migrate.ts'
import { migrations } from '../../../../main/service/store/migrations/all.ts'
import { openStore } from '../../../../main/service/store/store.ts'
import { attributionRecord } from '../../../helpers/attribution-record.ts'
import { appErrorOf } from '../../../helpers/app-error.ts'
import { fakeSpec } from '../../../helpers/fake-job.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'
import { behind } from './behind.ts'
import { putConcepts } from './concepts-run.ts'
import { testStore } from './open-store.ts'

const everything = { text: '', tag: null, sort: 'oldest', offset: 0, limit: 50 } as const
const old = join(import.meta.dirname, '../../../fixtures/libraries/version-1')
const binned = '9660a495ad2e04426239d5f2d83158249566cb356a8d1c0d5a6eab6dccfe5fe7'

/** A copy of the library of version 1; what is in its bin was put there just now. */
function oldHome(): string {
  const home = temporaryFolder()
  copyFileSync(join(old, 'library.sqlite'), databaseFile(home))
  behind(home, (db) => {
    expect(schemaVersion(db)).toBe(1)
    const now = new Date().toISOString()
    db.prepare('UPDATE results SET deleted_at = ? WHERE deleted_at IS NOT NULL').run(now)
  })
  return home
}

it('brings a library of version 1 to the newest format with all that is in it', () => {
  const home = oldHome()
  const { store, problems } = testStore(home)
  const { rows, tags } = store.results.list(everything)
  expect(rows.map(({ title, kind, note }) => [title, kind, note])).toEqual([
    ['Sky', 'attribution', 'a note'],
    ['Apple', 'attribution', '']
  ])
  expect(tags.map(({ tag }) => tag)).toEqual(['colour', 'short'])
  const [sky, apple] = rows.map(({ resultId }) => store.results.open(resultId))
  expect(sky).toMatchObject({ kind: 'attribution', record: attributionRecord(), problems: [] })
  expect(apple?.record).toEqual(
    attributionRecord({
      ...{ prompt: 'Name a fruit.', roles: ['base'], createdAt: '2026-03-05T00:00:00.000Z' }
    })
  )
  expect(store.results.find({ title: 'Sky' })).toBe(sky?.row.resultId)
  expect(store.results.list({ ...everything, text: 'fruit' }).nMatching).toBe(1)
  expect(store.jobs.get('paused')).toMatchObject({
    ...{ state: 'paused', unitsDone: 2, spec: fakeSpec({ seed: 1, nUnits: 3 }) }
  })
  expect(store.units.list('paused')).toEqual(
    [0, 1].map((i) => ({
      unitId: `row/${i}`,
      result: { values: { index: i }, arrays: { row: Float32Array.of(i, 0.5) } }
    }))
  )
  expect(store.fingerprints.lookup('identity')).toBe('f'.repeat(64))
  store.results.restore(binned)
  expect(store.results.open(binned)).toMatchObject({ row: { title: 'Binned' }, problems: [] })
  expect(problems).toEqual([])
  expect(store.labels.list(sky!.row.resultId)).toEqual([])
  const concepts = putConcepts(store, 'a')
  expect(store.results.open(concepts).problems).toEqual([])
  store.close()
  behind(home, (db) => {
    expect(schemaVersion(db)).toBe(migrations.length)
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(db.pragma('foreign_key_check')).toEqual([])
  })
  const backup = temporaryFolder()
  copyFileSync(join(home, 'backups', 'library-version-1.sqlite'), databaseFile(backup))
  expect(behind(backup, schemaVersion)).toBe(1)
  expect(testStore(backup).store.results.list(everything).nMatching).toBe(2)
})

it('has the same tables, however it came by them', () => {
  const [migrated, fresh] = [oldHome(), temporaryFolder()].map((home) => {
    testStore(home).store.close()
    return behind(home, (db) =>
      db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all()
    )
  })
  expect(migrated).toEqual(fresh)
})

it('does not look into an older library beside the program that owns it', () => {
  const home = oldHome()
  expect(appErrorOf(() => openStore(home, { readOnly: true }))).toMatchObject({
    code: 'store/unavailable',
    message: expect.stringContaining(`format 1, expected ${migrations.length}`)
  })
})

it('reads the files of version 1, and writes the same bytes', async () => {
  const { store } = testStore()
  const file = join(old, 'sky.shiftlens')
  const resultId = store.importResult(file)
  expect(store.results.open(resultId)).toMatchObject({
    ...{ kind: 'attribution', record: attributionRecord(), problems: [] }
  })
  const path = join(temporaryFolder(), 'sky.shiftlens')
  await store.exportResult(resultId, path)
  expect(readFileSync(path).equals(readFileSync(file))).toBe(true)
})

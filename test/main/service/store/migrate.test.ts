import BetterSqlite3 from 'better-sqlite3'
import { copyFileSync, existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { databaseFile, openDatabase } from '../../../../main/service/store/database.ts'
import { migrations } from '../../../../main/service/store/migrations/all.ts'
import { openStore } from '../../../../main/service/store/store.ts'
import { runChild } from '../../../helpers/run-child.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'
import { migrationsWithPoints } from './migrations-with-points.ts'
import { testStore } from './open-store.ts'

const child = join(import.meta.dirname, 'migrating-child.ts')
const pointsPerMigration = 4

function inspect(file: string): { version: number; tables: string[]; values: number[] } {
  const db = new BetterSqlite3(file)
  const version = Number(db.pragma('user_version', { simple: true }))
  const tables = db
    .prepare<[], string>('SELECT name FROM sqlite_schema ORDER BY name')
    .pluck()
    .all()
  const values = tables.flatMap((table) =>
    db.prepare<[], number>(`SELECT value FROM ${table}`).pluck().all()
  )
  db.close()
  return { version, tables, values }
}

/** What a library of a version looks like when all of its migrations ran whole. */
function whole(version: number) {
  const tables = Array.from({ length: version }, (_, i) => `t${i + 1}`)
  return { version, tables, values: tables.map(() => version) }
}

it('copies an existing library before the first migration, and a new one not', () => {
  const folder = temporaryFolder()
  const file = join(folder, 'library.sqlite')
  openDatabase(file, migrationsWithPoints(1)).close()
  expect(existsSync(join(folder, 'backups'))).toBe(false)
  openDatabase(file, migrationsWithPoints(3)).close()
  expect(inspect(file)).toEqual(whole(3))
  expect(readdirSync(join(folder, 'backups'))).toEqual(['library-version-1.sqlite'])
  expect(inspect(join(folder, 'backups', 'library-version-1.sqlite'))).toEqual(whole(1))
})

it('leaves a migration that throws undone and the library as it was', () => {
  const file = join(temporaryFolder(), 'library.sqlite')
  openDatabase(file, migrationsWithPoints(1)).close()
  const failing = migrationsWithPoints(3, () => {
    throw new Error('no')
  })
  expect(() => openDatabase(file, failing)).toThrowError('no')
  expect(inspect(file)).toEqual(whole(1))
  openDatabase(file, migrationsWithPoints(3)).close()
  expect(inspect(file)).toEqual(whole(3))
})

it('leaves the old version or the new one when killed at any point of a migration', async () => {
  const old = join(temporaryFolder(), 'library.sqlite')
  openDatabase(old, migrationsWithPoints(1)).close()
  const points = Array.from({ length: 2 * pointsPerMigration }, (_, i) => i + 1)
  const kill = async (point: number) => {
    const file = join(dirname(old), String(point), 'library.sqlite')
    openDatabase(file, []).close()
    copyFileSync(old, file)
    const { signal } = await runChild(child, [file, String(point)])
    expect(signal).toBe('SIGKILL')
    const nMigrated = Math.floor((point - 1) / pointsPerMigration)
    expect(inspect(file)).toEqual(whole(1 + nMigrated))
    openDatabase(file, migrationsWithPoints(3)).close()
    expect(inspect(file)).toEqual(whole(3))
  }
  // Two at a time: there are two cores.
  for (let i = 0; i < points.length; i += 2) await Promise.all(points.slice(i, i + 2).map(kill))
  const end = await runChild(child, [join(dirname(old), 'whole', 'library.sqlite'), '0'])
  expect(end.stdout).toContain(`finished after ${3 * pointsPerMigration} points`)
})

it('refuses a library of a newer version in plain words, without changing it', () => {
  const { home, store } = testStore()
  store.close()
  const db = new BetterSqlite3(databaseFile(home))
  db.pragma(`user_version = ${migrations.length + 4}`)
  db.close()
  expect(() => openStore(home)).toThrowError(
    expect.objectContaining({
      code: 'store/newer',
      message: expect.stringContaining('made by a newer version'),
      hint: expect.stringContaining('Update Shiftlens')
    })
  )
  // Its tables are still the ones we know, so it can be looked at.
  const reader = openStore(home, { readOnly: true })
  expect(
    reader.results.list({ text: '', tag: null, sort: 'newest', offset: 0, limit: 5 }).rows
  ).toEqual([])
  reader.close()
})

it('refuses to read a newer library whose tables it does not know', () => {
  const { home, store } = testStore()
  store.close()
  const db = new BetterSqlite3(databaseFile(home))
  db.exec('ALTER TABLE results RENAME COLUMN title TO heading')
  db.pragma(`user_version = ${migrations.length + 1}`)
  db.close()
  expect(() => openStore(home, { readOnly: true })).toThrowError(
    expect.objectContaining({ code: 'store/newer' })
  )
})

it('refuses the database of another program and leaves it alone', () => {
  const file = join(temporaryFolder(), 'library.sqlite')
  const db = new BetterSqlite3(file)
  db.exec('CREATE TABLE theirs (x)')
  db.close()
  expect(() => openDatabase(file, migrations)).toThrowError(
    expect.objectContaining({
      code: 'store/unavailable',
      message: expect.stringContaining('another program')
    })
  )
  const after = new BetterSqlite3(file)
  expect(after.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual(['theirs'])
  expect(after.pragma('journal_mode', { simple: true })).toBe('delete')
  after.close()
})

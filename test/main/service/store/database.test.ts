import BetterSqlite3 from 'better-sqlite3'
import { closeSync, mkdirSync, openSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import {
  assertRecentSqlite,
  databaseFile,
  isOlder,
  openDatabase
} from '../../../../main/service/store/database.ts'
import { migrations } from '../../../../main/service/store/migrations/all.ts'
import { applicationId } from '../../../../main/service/store/pragmas.ts'
import { openStore } from '../../../../main/service/store/store.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'
import { addJob, testStore } from './open-store.ts'

const unavailable = (message: RegExp) =>
  expect.objectContaining({
    code: 'store/unavailable',
    message: expect.stringMatching(message),
    hint: expect.stringMatching(/./)
  })

it('sets every durability setting on each open, seen from outside', () => {
  const file = join(temporaryFolder(), 'library.sqlite')
  openDatabase(file, migrations).close()
  const db = openDatabase(file, migrations)
  const read = (name: string) => db.pragma(name, { simple: true })
  expect({
    journal: read('journal_mode'),
    synchronous: read('synchronous'),
    keys: read('foreign_keys'),
    trusted: read('trusted_schema'),
    cells: read('cell_size_check'),
    mmap: read('mmap_size') ?? 0,
    temporary: read('temp_store'),
    busy: read('busy_timeout'),
    limit: read('journal_size_limit'),
    id: read('application_id'),
    version: read('user_version')
  }).toEqual({
    journal: 'wal',
    synchronous: 2,
    keys: 1,
    trusted: 0,
    cells: 1,
    mmap: 0,
    temporary: 2,
    busy: 5000,
    limit: 64 * 1024 * 1024,
    id: applicationId,
    version: migrations.length
  })
  db.close()
})

it('works in memory', () => {
  const db = openDatabase(':memory:', migrations)
  expect(db.prepare('SELECT count(*) FROM results').pluck().get()).toBe(0)
  db.close()
})

it('refuses an SQLite that is older than is safe', () => {
  const db = new BetterSqlite3(':memory:')
  expect(() => assertRecentSqlite(db, 'library.sqlite')).not.toThrow()
  db.function('sqlite_version', () => '3.51.2')
  expect(() => assertRecentSqlite(db, 'library.sqlite')).toThrowError(
    unavailable(/3\.51\.2, expected 3\.51\.3/)
  )
  db.close()
  expect(isOlder('3.9.0', '3.51.3')).toBe(true)
  expect(isOlder('3.51.3', '3.51.3')).toBe(false)
  expect(isOlder('4.0', '3.51.3')).toBe(false)
})

it('says what is wrong with a file that is no database', () => {
  const file = join(temporaryFolder(), 'library.sqlite')
  writeFileSync(file, 'not a database, but long enough to be looked at. '.repeat(100))
  expect(() => openDatabase(file, migrations)).toThrowError(unavailable(/is not a database/))
})

it('says what is wrong with a folder that cannot be opened', () => {
  const parent = temporaryFolder()
  writeFileSync(join(parent, 'file'), '')
  expect(() => openStore(join(parent, 'file'))).toThrowError(unavailable(/./))
  mkdirSync(join(parent, 'home', 'library.sqlite'), { recursive: true })
  expect(() => openStore(join(parent, 'home'))).toThrowError(unavailable(/cannot be opened/))
  expect(() => openStore(join(parent, 'nothing'), { readOnly: true })).toThrowError(
    unavailable(/no library yet/)
  )
})

it('says so when another program keeps the database locked', () => {
  const { home, store } = testStore()
  store.close()
  const other = new BetterSqlite3(databaseFile(home))
  other.pragma('locking_mode = EXCLUSIVE')
  other.exec('BEGIN EXCLUSIVE; UPDATE jobs SET title = title;')
  expect(() => openStore(home)).toThrowError(unavailable(/another program holds it/))
  other.close()
})

it('finds a damaged page after an exit that was not clean', () => {
  const { home, store } = testStore()
  for (let i = 0; i < 200; i++) addJob(store, `job-${i}-${'x'.repeat(200)}`)
  store.close()
  const file = databaseFile(home)
  // Every page but the first is overwritten: whichever is read, it is damaged.
  const handle = openSync(file, 'r+')
  for (let page = 1; page < statSync(file).size / 4096; page++) {
    writeSync(handle, Buffer.alloc(512, 0xa5), 0, 512, page * 4096)
  }
  closeSync(handle)
  // A log that was not folded in is the mark of such an exit.
  writeFileSync(`${file}-wal`, Buffer.alloc(64))
  expect(() => openStore(home)).toThrowError(unavailable(/damaged/))
})

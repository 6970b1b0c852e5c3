import BetterSqlite3, { type Database } from 'better-sqlite3'
import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { assertOurs, migrate, schemaVersion, type Migration } from './migrate.ts'
import { applyPragmas } from './pragmas.ts'
import { unavailable, withStoreErrors } from './store-error.ts'

/** Older versions can damage a WAL database (trust.md DUR-02). */
export const oldestSqlite = '3.51.3'

/** Above this, the check after an unclean exit would take longer than its 2 s. */
const quickCheckLimitBytes = 256 * 1024 * 1024

/** We own the store, so whoever holds its file at the start is not about to let go. */
const openTimeoutMs = 500

/** The store's file in its folder. */
export function databaseFile(home: string): string {
  return join(home, 'library.sqlite')
}

/**
 * Opens the store's database for writing: settings, check after an unclean exit, migrations.
 *
 * @param file  path, or `:memory:`
 * @throws AppError `store/unavailable`, `store/newer` or `store/full`
 */
export function openDatabase(file: string, migrations: readonly Migration[]): Database {
  return withStoreErrors(file, () => {
    const isMemory = file === ':memory:'
    if (!isMemory) mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    // A clean exit folds the log into the database and removes it.
    const wasUnclean = !isMemory && sizeOf(`${file}-wal`) > 0
    const db = new BetterSqlite3(file, { timeout: openTimeoutMs })
    return closeOnError(db, () => {
      assertRecentSqlite(db, file)
      assertOurs(db)
      applyPragmas(db, false)
      if (wasUnclean) quickCheck(db)
      migrate(db, migrations)
    })
  })
}

/**
 * Opens the database for reading beside the process that owns it. Its schema may be newer: the caller
 * finds out whether the tables are still readable.
 */
export function openDatabaseReadOnly(file: string, oldestVersion: number): Database {
  return withStoreErrors(file, () => {
    if (!existsSync(file)) {
      throw unavailable('there is no library yet', file, 'Run an attribution first.')
    }
    const db = new BetterSqlite3(file, { readonly: true, fileMustExist: true })
    return closeOnError(db, () => {
      assertOurs(db)
      applyPragmas(db, true)
      const version = schemaVersion(db)
      if (version < oldestVersion) {
        throw unavailable(
          `the library has format ${version}, expected ${oldestVersion}: it was made by an older version`,
          file,
          'Open the library once with this version of Shiftlens, which brings it up to date.'
        )
      }
    })
  })
}

function closeOnError(db: Database, work: () => void): Database {
  try {
    work()
  } catch (thrown) {
    db.close()
    throw thrown
  }
  return db
}

/** @throws AppError `store/unavailable` when SQLite is older than what the store may be written with */
export function assertRecentSqlite(db: Database, file: string): void {
  const found = String(db.prepare('SELECT sqlite_version()').pluck().get())
  if (isOlder(found, oldestSqlite)) {
    throw unavailable(
      `library: SQLite is ${found}, expected ${oldestSqlite} or newer`,
      file,
      'Install Shiftlens again.'
    )
  }
}

/** Compares dotted versions by their numbers. */
export function isOlder(version: string, than: string): boolean {
  const left = version.split('.').map(Number)
  const right = than.split('.').map(Number)
  for (let i = 0; i < right.length; i++) {
    const difference = (left[i] ?? 0) - right[i]!
    if (difference !== 0) return difference < 0
  }
  return false
}

/** @throws AppError `store/unavailable` naming the first thing that SQLite found wrong */
function quickCheck(db: Database): void {
  if (sizeOf(db.name) > quickCheckLimitBytes) return
  const found = db.pragma('quick_check(1)', { simple: true })
  if (found === 'ok') return
  throw unavailable(
    `library: damaged since the last run, which did not end cleanly (${String(found)})`,
    db.name,
    'Move the library folder away, start afresh and import exported results, or put the newest file of its "backups" folder in place.'
  )
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

import type { Database } from 'better-sqlite3'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AppError } from '../../errors.ts'
import { syncFile, syncFolder } from './durable-file.ts'
import { applicationId } from './pragmas.ts'
import { unavailable } from './store-error.ts'

/** One step of the schema; its place in the list + 1 is the version that it leads to. */
export interface Migration {
  readonly name: string
  readonly up: (db: Database) => void
}

/** The schema version of a database; 0 when it is empty. */
export function schemaVersion(db: Database): number {
  return Number(db.pragma('user_version', { simple: true }))
}

/**
 * Brings a database to the newest schema: in order, one transaction each, so a kill leaves the old
 * version or the new one and nothing between. An existing library is copied to `backups/` first.
 *
 * @throws AppError `store/newer` when a newer program made it; `store/unavailable` when it is not ours
 */
export function migrate(db: Database, migrations: readonly Migration[]): void {
  assertOurs(db)
  const version = schemaVersion(db)
  if (version > migrations.length) throw newer(db.name, version, migrations.length)
  if (version > 0 && version < migrations.length && !db.memory) backUp(db, version)
  for (let next = version; next < migrations.length; next++) {
    const migration = migrations[next]!
    db.transaction(() => {
      migration.up(db)
      db.pragma(`application_id = ${applicationId}`)
      db.pragma(`user_version = ${next + 1}`)
    }).immediate()
  }
}

/** The error for a library that a newer program made. */
export function newer(file: string, found: number, known: number, cause?: unknown): AppError {
  return new AppError(
    'store/newer',
    `the library was made by a newer version of Shiftlens: its format is ${found}, this version knows ${known}`,
    {
      file,
      hint: 'Update Shiftlens. Nothing in the library was changed.',
      ...(cause !== undefined && { cause })
    }
  )
}

/** Refuses somebody else's database before anything is written to it. */
export function assertOurs(db: Database): void {
  const found = Number(db.pragma('application_id', { simple: true }))
  const nTables = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get()
  const isEmpty = nTables === 0 && schemaVersion(db) === 0
  if (found === applicationId || (found === 0 && isEmpty)) return
  throw unavailable(
    `library: the file is a database of another program (application id ${found}, expected ${applicationId})`,
    db.name,
    'Move the file away or choose another folder with SHIFTLENS_HOME.'
  )
}

/** Copies the database as it is; the copy appears under its name only when it is complete. */
function backUp(db: Database, version: number): void {
  const folder = join(dirname(db.name), 'backups')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `library-version-${version}.sqlite`)
  if (existsSync(file)) return
  const partial = `${file}.partial`
  rmSync(partial, { force: true })
  db.prepare('VACUUM INTO ?').run(partial)
  syncFile(partial)
  renameSync(partial, file)
  syncFolder(folder)
}

import BetterSqlite3 from 'better-sqlite3'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { databaseFile } from '../../../../main/service/store/database.ts'

/** The database behind a closed store. */
export function behind<T>(home: string, work: (db: BetterSqlite3.Database) => T): T {
  const db = new BetterSqlite3(databaseFile(home))
  try {
    return work(db)
  } finally {
    db.close()
  }
}

/** Rows of a table behind a closed store. */
export function countRows(home: string, table: string): number {
  return behind(home, (db) => Number(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()))
}

/** The files that hold large values. */
export function blobFiles(home: string): string[] {
  return readdirSync(join(home, 'blobs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

import type { Database } from 'better-sqlite3'
import { unavailable } from './store-error.ts'

const journalLimitBytes = 64 * 1024 * 1024

/** "SHLN": tells our file from any other SQLite database. */
export const applicationId = 0x53484c4e

/** What every open sets: [pragma, value to set, value that must be read back]. */
const onEveryOpen: readonly (readonly [string, string, number | string])[] = [
  ['foreign_keys', 'ON', 1],
  ['trusted_schema', 'OFF', 0],
  ['cell_size_check', 'ON', 1],
  ['mmap_size', '0', 0],
  ['temp_store', 'MEMORY', 2],
  ['busy_timeout', '5000', 5000]
]

const forWriting: readonly (readonly [string, string, number | string])[] = [
  ['journal_mode', 'WAL', 'wal'],
  // The library's default in WAL is NORMAL, which may lose the last commits in a power cut.
  ['synchronous', 'FULL', 2],
  ['journal_size_limit', String(journalLimitBytes), journalLimitBytes]
]

const onMac: readonly (readonly [string, string, number | string])[] = [
  ['fullfsync', 'ON', 1],
  ['checkpoint_fullfsync', 'ON', 1]
]

/** Sets the pragmas of the store and reads each one back. `:memory:` knows no WAL and keeps `memory`. */
export function applyPragmas(db: Database, readOnly: boolean): void {
  const wanted = [
    ...onEveryOpen,
    ...(readOnly ? [] : forWriting),
    ...(process.platform === 'darwin' ? onMac : [])
  ]
  for (const [name, value, expected] of wanted) {
    db.pragma(`${name} = ${value}`)
    const found = db.pragma(name, { simple: true })
    const isMemoryJournal = name === 'journal_mode' && db.memory && found === 'memory'
    // A read-only or in-memory database may report no mmap_size at all.
    if (found === expected || isMemoryJournal || (name === 'mmap_size' && found === undefined)) {
      continue
    }
    throw unavailable(
      `library: SQLite setting ${name} is ${String(found)}, expected ${expected}`,
      db.name,
      'Put the library on a local disk: network file systems cannot hold it safely.'
    )
  }
}

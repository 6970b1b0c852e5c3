/**
 * One process owns the store. The lock is an exclusive lock of the operating system on a small file, held
 * through SQLite, which has it on all three systems: it ends with the process however that ends, so there
 * is no stale lock to judge and no process id that could have been used again. Who holds it is written
 * beside it, for messages only.
 */
import BetterSqlite3, { type Database } from 'better-sqlite3'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AppError } from '../errors.ts'
import { writeDurably } from './store/durable-file.ts'
import { storeError, unavailable } from './store/store-error.ts'

export type Program = 'app' | 'cli'

export interface StoreOwner {
  readonly program: Program
  readonly pid: number
}

export interface StoreLock {
  /** Idempotent; also happens by itself when the process ends. */
  release(): void
}

const programNames: Readonly<Record<Program, string>> = { app: 'app', cli: 'command line' }

/**
 * Takes the store of a folder for this process.
 *
 * @throws AppError `store/unavailable` naming who holds it
 */
export function acquireStore(home: string, program: Program): StoreLock {
  const file = join(home, 'owner.sqlite')
  const ownerFile = join(home, 'owner.json')
  let db: Database | undefined
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 })
    db = new BetterSqlite3(file, { timeout: 0 })
    // A memory journal leaves no second file that a killed owner would have to be recovered from.
    db.pragma('journal_mode = MEMORY')
    db.exec('BEGIN EXCLUSIVE')
    writeDurably(ownerFile, [Buffer.from(JSON.stringify({ program, pid: process.pid }))])
  } catch (thrown) {
    db?.close()
    throw isHeld(thrown) ? held(file, readOwner(ownerFile)) : storeError(thrown, file)
  }
  const lock = db
  return { release: () => lock.close() }
}

function isHeld(thrown: unknown): boolean {
  return (
    thrown instanceof Error &&
    'code' in thrown &&
    typeof thrown.code === 'string' &&
    /^SQLITE_(BUSY|LOCKED)/.test(thrown.code)
  )
}

function held(file: string, owner: StoreOwner | null): AppError {
  const who =
    owner === null
      ? 'Another Shiftlens'
      : `Shiftlens (${programNames[owner.program]}, process ${owner.pid})`
  return unavailable(
    `${who} holds the library`,
    file,
    'Close it, or wait until it is done, and try again.'
  )
}

/** Who wrote the note and still lives. The lock is the truth: a new owner may not have written its note yet. */
function readOwner(file: string): StoreOwner | null {
  let note: unknown
  try {
    note = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // No note, or one being replaced: the message does without it.
    return null
  }
  if (typeof note !== 'object' || note === null || !('program' in note) || !('pid' in note)) {
    return null
  }
  const { program, pid } = note
  if (program !== 'app' && program !== 'cli') return null
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0) return null
  return isRunning(pid) ? { program, pid } : null
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    // EPERM: it runs, but as another user.
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM'
  }
}

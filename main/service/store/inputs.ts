import type { Database } from 'better-sqlite3'
import { createHash } from 'node:crypto'

/** Stores a text once; returns its SHA-256 in hex. */
export function putInput(db: Database, text: string): string {
  const sha256 = hashOf(text)
  db.prepare('INSERT INTO inputs (sha256, text) VALUES (?, ?) ON CONFLICT DO NOTHING').run(
    sha256,
    text
  )
  return sha256
}

/** The text of a SHA-256, verified; null when it is missing or was changed. */
export function readInput(db: Database, sha256: string): string | null {
  const text = db
    .prepare<[string], string>('SELECT text FROM inputs WHERE sha256 = ?')
    .pluck()
    .get(sha256)
  return text !== undefined && hashOf(text) === sha256 ? text : null
}

export function deleteUnusedInputs(db: Database): void {
  db.exec(
    `DELETE FROM inputs
     WHERE NOT EXISTS (SELECT 1 FROM results WHERE results.prompt_sha256 = inputs.sha256)`
  )
}

function hashOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

import type { Database } from 'better-sqlite3'

/** What a language model answered, by the SHA-256 of all that it was asked; null when it never was. */
export function findAnswer(db: Database, key: string): string | null {
  return (
    db.prepare<[string], string>('SELECT answer FROM answers WHERE key = ?').pluck().get(key) ??
    null
  )
}

export function hasAnswers(db: Database): boolean {
  return db.prepare('SELECT 1 FROM answers LIMIT 1').get() !== undefined
}

/** A later answer to the same takes the place of the earlier one. */
export function rememberAnswer(db: Database, key: string, answer: string): void {
  db.prepare(
    `INSERT INTO answers (key, answer, created_at) VALUES (?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET answer = excluded.answer, created_at = excluded.created_at`
  ).run(key, answer, new Date().toISOString())
}

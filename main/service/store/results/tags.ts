import type { Database } from 'better-sqlite3'
import { AppError } from '../../../errors.ts'

const maxTags = 100
const maxTagLength = 100

/** Tags without surrounding space, each once. */
export function cleanTags(tags: readonly string[]): string[] {
  const clean = [...new Set(tags.map((tag) => tag.trim()).filter((tag) => tag !== ''))]
  if (clean.length > maxTags) {
    throw new AppError('request/invalid', `${clean.length} tags, expected at most ${maxTags}`)
  }
  const long = clean.find((tag) => tag.length > maxTagLength)
  if (long !== undefined) {
    throw new AppError(
      'request/invalid',
      `a tag has ${long.length} characters, expected at most ${maxTagLength}`
    )
  }
  return clean
}

/** Replaces the tags of a result. */
export function setTags(db: Database, resultSeq: number, tags: readonly string[]): void {
  db.prepare('DELETE FROM tags WHERE result_seq = ?').run(resultSeq)
  const insert = db.prepare('INSERT INTO tags (result_seq, tag) VALUES (?, ?)')
  for (const tag of tags) insert.run(resultSeq, tag)
}

/** Every tag with the number of results that carry it; results in the bin do not count. */
export function countTags(db: Database): { tag: string; nResults: number }[] {
  return db
    .prepare<[], { tag: string; nResults: number }>(
      `SELECT tag, count(*) AS nResults
       FROM tags JOIN results ON results.seq = tags.result_seq
       WHERE results.deleted_at IS NULL
       GROUP BY tag ORDER BY tag`
    )
    .all()
}

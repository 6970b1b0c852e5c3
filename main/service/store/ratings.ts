/** Ratings of a study's responses: a history that only grows. */
import type { Database } from 'better-sqlite3'
import type { StoredRating } from '../../../preload/analysis/studies/record.ts'

/** Oldest first. */
export function listRatings(db: Database, resultSeq: number): StoredRating[] {
  return db
    .prepare<[number], StoredRating>(
      `SELECT case_index AS "case", role, rating, created_at AS createdAt
       FROM ratings WHERE result_seq = ? ORDER BY created_at, seq`
    )
    .all(resultSeq)
}

/** Adds to the history what `parseRatings` has checked. */
export function addRatings(
  db: Database,
  resultSeq: number,
  ratings: readonly StoredRating[]
): void {
  const insert = db.prepare(
    'INSERT INTO ratings (result_seq, case_index, role, rating, created_at) VALUES (?, ?, ?, ?, ?)'
  )
  for (const { case: index, role, rating, createdAt } of ratings) {
    insert.run(resultSeq, index, role, rating, createdAt)
  }
}

/** Adds those that are not in the history yet. */
export function mergeRatings(
  db: Database,
  resultSeq: number,
  ratings: readonly StoredRating[]
): void {
  const known = new Set(listRatings(db, resultSeq).map(identityOf))
  addRatings(
    db,
    resultSeq,
    ratings.filter((rating) => !known.has(identityOf(rating)))
  )
}

/** The time of a new rating of a response: now, but never before its newest one, whatever the clock does. */
export function timeOfNewRating(
  db: Database,
  resultSeq: number,
  { case: index, role }: Pick<StoredRating, 'case' | 'role'>
): string {
  const now = new Date().toISOString()
  const newest = db
    .prepare<[number, number, string], string | null>(
      `SELECT max(created_at) FROM ratings
       WHERE result_seq = ? AND case_index = ? AND role = ?`
    )
    .pluck()
    .get(resultSeq, index, role)
  return newest !== null && newest !== undefined && newest > now ? newest : now
}

function identityOf({ case: index, role, rating, createdAt }: StoredRating): string {
  return JSON.stringify([index, role, rating, createdAt])
}

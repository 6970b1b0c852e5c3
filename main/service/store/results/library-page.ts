import type { Database } from 'better-sqlite3'
import type { LibraryPage, LibraryQuery, ResultRow } from '../../../../preload/data.ts'
import { searchQuery } from './search.ts'
import { countTags } from './tags.ts'

type StoredRow = Omit<ResultRow, 'tags'> & { readonly tags: string }

const maxPage = 500

/** Without a score last; then the order of insertion, so that pages never overlap. */
const order: Readonly<Record<LibraryQuery['sort'], string>> = {
  newest: 'created_at DESC, seq DESC',
  oldest: 'created_at, seq',
  title: 'title COLLATE NOCASE, seq',
  'base-score': 'base_score DESC NULLS LAST, seq DESC',
  'tuned-score': 'tuned_score DESC NULLS LAST, seq DESC'
}

const selectRow = `
  SELECT result_id AS resultId, kind, title, inputs.text AS prompt, base_name AS baseName,
    tuned_name AS tunedName, base_score AS baseScore, tuned_score AS tunedScore,
    (SELECT json_group_array(tag ORDER BY tag) FROM tags WHERE result_seq = seq) AS tags,
    note, created_at AS createdAt,
    coalesce(blobs.stored_bytes, 0) + (
      SELECT coalesce(sum(stored.stored_bytes), 0)
      FROM parts JOIN blobs AS stored ON stored.sha256 = parts.sha256
      WHERE parts.result_seq = seq
    ) AS sizeBytes
  FROM results
    JOIN inputs ON inputs.sha256 = prompt_sha256
    LEFT JOIN blobs ON blobs.sha256 = record_sha256`

/** One page of the library: what matches the words and the tag, in order, and how many there are in all. */
export function listResults(db: Database, query: LibraryQuery): LibraryPage {
  const conditions = ['deleted_at IS NULL']
  const values: string[] = []
  const words = searchQuery(query.text)
  if (words !== null) {
    conditions.push('seq IN (SELECT rowid FROM search WHERE search MATCH ?)')
    values.push(words)
  } else if (query.text.trim() !== '') {
    // Signs alone, which no index holds.
    conditions.push('0')
  }
  if (query.tag !== null) {
    conditions.push('seq IN (SELECT result_seq FROM tags WHERE tag = ?)')
    values.push(query.tag)
  }
  const where = `WHERE ${conditions.join(' AND ')}`
  const limit = Math.min(Math.max(0, Math.trunc(query.limit)), maxPage)
  const offset = Math.max(0, Math.trunc(query.offset))
  // The page is picked first, so that what only its rows show is not looked up for every match.
  const rows = db
    .prepare<(string | number)[], StoredRow>(
      `${selectRow}
       WHERE seq IN (SELECT seq FROM results ${where} ORDER BY ${order[query.sort]} LIMIT ? OFFSET ?)
       ORDER BY ${order[query.sort]}`
    )
    .all(...values, limit, offset)
  const nMatching = db
    .prepare<string[], number>(`SELECT count(*) FROM results ${where}`)
    .pluck()
    .get(...values)
  return { rows: rows.map(readRow), nMatching: nMatching ?? 0, tags: countTags(db) }
}

/** The row of one result, which must be there. */
export function listRow(db: Database, seq: number): ResultRow {
  const row = db.prepare<[number], StoredRow>(`${selectRow} WHERE seq = ?`).get(seq)
  if (row === undefined) throw new RangeError(`no result has number ${seq}`)
  return readRow(row)
}

function readRow(row: StoredRow): ResultRow {
  // json_group_array over a TEXT column.
  return { ...row, tags: JSON.parse(row.tags) as string[] }
}

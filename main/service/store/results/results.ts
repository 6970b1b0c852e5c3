import type { Database } from 'better-sqlite3'
import type { AttributionRecord } from '../../../../preload/analysis/attribution-record.ts'
import type { OpenedResult } from '../../../../preload/data.ts'
import { AppError } from '../../../errors.ts'
import type { BlobPlace } from '../blobs/blobs.ts'
import { canonicalJson } from '../canonical-json.ts'
import { deleteUnusedInputs } from '../inputs.ts'
import { unavailable } from '../store-error.ts'
import { listRow } from './library-page.ts'
import { listScores } from './list-scores.ts'
import type { ResultFile } from './result-file.ts'
import { resultKey, type KeyFields } from './result-key.ts'
import { deleteSearchText, setSearchText, updateSearchNote, updateSearchTitle } from './search.ts'
import { putRecord, readRecord, type RecordAddress } from './stored-record.ts'
import { cleanTags, setTags } from './tags.ts'

export interface NewResult {
  readonly keyFields: KeyFields
  readonly title: string
  /** Already checked by `parseRecord`. */
  readonly record: AttributionRecord
  readonly note?: string
  readonly tags?: readonly string[]
}

interface StoredResult extends RecordAddress {
  readonly seq: number
  readonly keyFields: string
  readonly deletedAt: string | null
}

/** Long enough to notice a mistake. */
export const binDays = 30

/**
 * Stores a result under its key. The same key again gives the result that is there, out of the bin if it was
 * in it, and with its record replaced if that is damaged. Call it in a transaction.
 */
export function putResult(place: BlobPlace, result: NewResult): string {
  const { db } = place
  const resultId = resultKey(result.keyFields)
  const earlier = findRow(db, resultId)
  if (earlier !== null) {
    db.prepare('UPDATE results SET deleted_at = NULL WHERE seq = ?').run(earlier.seq)
    const read = readRecord(place, earlier)
    if (read.record === null || read.problems.length > 0) {
      replaceRecord(place, earlier.seq, result.record)
    }
    return resultId
  }
  insertResult(place, resultId, result)
  return resultId
}

function insertResult(place: BlobPlace, resultId: string, result: NewResult): void {
  const { db } = place
  const { record, title, note = '' } = result
  const tags = cleanTags(result.tags ?? [])
  const address = putRecord(place, record)
  const scores = listScores(record)
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO results (result_id, key_fields, kind, title, note, prompt_sha256, base_name,
         tuned_name, base_score, tuned_score, record_sha256, created_at)
       VALUES (?, ?, 'attribution', ?, ?, ?, ?, ?, ?, ?, ?, ?)`
    )
    .run(
      resultId,
      canonicalJson(result.keyFields),
      title,
      note,
      address.promptSha256,
      scores.baseName,
      scores.tunedName,
      scores.baseScore,
      scores.tunedScore,
      address.recordSha256,
      new Date(record.createdAt).toISOString()
    )
  const seq = Number(lastInsertRowid)
  setTags(db, seq, tags)
  setSearchText(db, seq, {
    title,
    prompt: record.prompt,
    responses: record.sides.map(({ response }) => response).join('\n'),
    models: record.sides.map(({ name }) => name).join('\n'),
    tags: tags.join('\n'),
    note
  })
}

function replaceRecord(place: BlobPlace, seq: number, record: AttributionRecord): void {
  const address = putRecord(place, record)
  place.db
    .prepare('UPDATE results SET prompt_sha256 = ?, record_sha256 = ? WHERE seq = ?')
    .run(address.promptSha256, address.recordSha256, seq)
}

/** The id of a result that is there, is not in the bin and can be read; a damaged one counts as absent. */
export function findResult(place: BlobPlace, keyFields: KeyFields): string | null {
  const resultId = resultKey(keyFields)
  const row = findRow(place.db, resultId)
  if (row === null || row.deletedAt !== null) return null
  const { record, problems } = readRecord(place, row)
  return record !== null && problems.length === 0 ? resultId : null
}

/**
 * A result with its record verified.
 *
 * @throws AppError `request/invalid` when there is none, `store/unavailable` when its record is damaged
 */
export function openResult(place: BlobPlace, resultId: string): OpenedResult {
  const stored = requireRow(place.db, resultId)
  const row = listRow(place.db, stored.seq)
  const { record, problems } = readRecord(place, stored)
  if (record === null) {
    throw unavailable(
      `result "${row.title}" cannot be shown: ${problems.join('; ')}`,
      place.db.name,
      'Run it again, which replaces it, or import it from an exported file.'
    )
  }
  const isKeySound = isKeyOf(stored.keyFields, resultId)
  return {
    row,
    record,
    problems: isKeySound ? problems : [...problems, 'its settings do not match its id']
  }
}

/**
 * All of a result, for a file.
 *
 * @throws AppError `store/unavailable` when any of it cannot be verified: a file would hide that
 */
export function resultToExport(place: BlobPlace, resultId: string): ResultFile {
  const { row, record, problems } = openResult(place, resultId)
  if (problems.length > 0) {
    throw unavailable(
      `result "${row.title}" cannot be exported: ${problems.join('; ')}`,
      place.db.name,
      'Run it again, which replaces it.'
    )
  }
  // Written by insertResult from key fields, and just found to match the id.
  const keyFields = JSON.parse(requireRow(place.db, resultId).keyFields) as KeyFields
  const { title, note, tags } = row
  return { resultId, keyFields, title, note, tags, record }
}

export function renameResult(db: Database, resultId: string, title: string): void {
  const { seq } = requireRow(db, resultId)
  db.prepare('UPDATE results SET title = ? WHERE seq = ?').run(title, seq)
  updateSearchTitle(db, seq, title)
}

export function annotateResult(
  db: Database,
  resultId: string,
  { note, tags }: { readonly note: string; readonly tags: readonly string[] }
): void {
  const { seq } = requireRow(db, resultId)
  const clean = cleanTags(tags)
  db.prepare('UPDATE results SET note = ? WHERE seq = ?').run(note, seq)
  setTags(db, seq, clean)
  updateSearchNote(db, seq, note, clean)
}

/** Moves a result to the bin, from where `restoreResult` takes it until it is purged. */
export function deleteResult(db: Database, resultId: string): void {
  const { seq } = requireRow(db, resultId)
  db.prepare('UPDATE results SET deleted_at = ? WHERE seq = ?').run(new Date().toISOString(), seq)
}

/** @throws AppError `request/invalid` when it was purged since, or never was */
export function restoreResult(db: Database, resultId: string): void {
  const row = findRow(db, resultId)
  if (row === null) throw unknownResult(resultId)
  db.prepare('UPDATE results SET deleted_at = NULL WHERE seq = ?').run(row.seq)
}

/** Deletes for good what has lain in the bin for too long; its blob is for the caller to collect. */
export function purgeResults(db: Database, now: Date = new Date()): number {
  const cutoff = new Date(now.getTime() - binDays * 24 * 60 * 60 * 1000).toISOString()
  const old = db
    .prepare<[string], { seq: number; resultId: string }>(
      'SELECT seq, result_id AS resultId FROM results WHERE deleted_at < ?'
    )
    .all(cutoff)
  for (const { seq, resultId } of old) {
    deleteSearchText(db, seq)
    db.prepare('UPDATE jobs SET result_id = NULL WHERE result_id = ?').run(resultId)
    db.prepare('DELETE FROM results WHERE seq = ?').run(seq)
  }
  if (old.length > 0) deleteUnusedInputs(db)
  return old.length
}

function findRow(db: Database, resultId: string): StoredResult | null {
  return (
    db
      .prepare<[string], StoredResult>(
        `SELECT seq, key_fields AS keyFields, prompt_sha256 AS promptSha256,
           record_sha256 AS recordSha256, deleted_at AS deletedAt
         FROM results WHERE result_id = ?`
      )
      .get(resultId) ?? null
  )
}

function requireRow(db: Database, resultId: string): StoredResult {
  const row = findRow(db, resultId)
  if (row === null || row.deletedAt !== null) throw unknownResult(resultId)
  return row
}

function isKeyOf(keyFields: string, resultId: string): boolean {
  try {
    return resultKey(JSON.parse(keyFields) as KeyFields) === resultId
  } catch {
    // Text that is no longer JSON is no longer the key either.
    return false
  }
}

function unknownResult(resultId: string): AppError {
  return new AppError('request/invalid', `result ${resultId} is not in the library`, {
    hint: 'It may have been deleted.'
  })
}

import type { Database } from 'better-sqlite3'
import type { AnyRecord, OpenedResult } from '../../../../preload/data.ts'
import { AppError } from '../../../errors.ts'
import type { BlobPlace } from '../blobs/blobs.ts'
import { canonicalJson } from '../canonical-json.ts'
import { deleteUnusedInputs } from '../inputs.ts'
import { partIdsOf } from '../records/part-ids.ts'
import { problemsOfParts, setParts, type PartAddress } from '../parts.ts'
import { factsOf } from '../records/record-kinds.ts'
import { putRecord, readRecord, type RecordAddress } from '../records/stored-record.ts'
import { unavailable } from '../store-error.ts'
import { listRow } from './library-page.ts'
import { resultKey, type KeyFields } from './result-key.ts'
import { deleteSearchText, setSearchText, updateSearchNote, updateSearchTitle } from './search.ts'
import { cleanTags, setTags } from './tags.ts'

/** Its record already checked by `parseRecord`. */
export type NewResult = AnyRecord & {
  readonly keyFields: KeyFields
  readonly title: string
  readonly note?: string
  readonly tags?: readonly string[]
  /** All that the record calls for; none for an analysis without parts. */
  readonly parts?: readonly PartAddress[]
}

export interface StoredResult extends RecordAddress {
  readonly seq: number
  readonly keyFields: string
  readonly deletedAt: string | null
}

/** Long enough to notice a mistake. */
export const binDays = 30

/**
 * Stores a result under its key. The same key again gives the result that is there, out of the bin if it was
 * in it, and with its record and parts replaced if any of them is damaged. Call it in a transaction.
 *
 * @throws AppError `internal` when its parts are not those that its record calls for
 */
export function putResult(place: BlobPlace, result: NewResult): string {
  const { db } = place
  const { parts = [] } = result
  assertParts(result, parts)
  const resultId = resultKey(result.keyFields)
  const earlier = findRow(db, resultId)
  if (earlier === null) {
    setParts(db, insertResult(place, resultId, result), parts)
    return resultId
  }
  db.prepare('UPDATE results SET deleted_at = NULL WHERE seq = ?').run(earlier.seq)
  if (!isSound(place, earlier)) {
    replaceRecord(place, earlier.seq, result)
    setParts(db, earlier.seq, parts)
  }
  return resultId
}

/** @returns its number */
function insertResult(place: BlobPlace, resultId: string, result: NewResult): number {
  const { db } = place
  const { kind, record, title, note = '' } = result
  const tags = cleanTags(result.tags ?? [])
  const address = putRecord(place, result)
  const facts = factsOf(result)
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO results (result_id, key_fields, kind, title, note, prompt_sha256, base_name,
         tuned_name, base_score, tuned_score, record_sha256, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
    )
    .run(
      resultId,
      canonicalJson(result.keyFields),
      kind,
      title,
      note,
      address.promptSha256,
      facts.baseName,
      facts.tunedName,
      facts.baseScore,
      facts.tunedScore,
      address.recordSha256,
      new Date(record.createdAt).toISOString()
    )
  const seq = Number(lastInsertRowid)
  setTags(db, seq, tags)
  setSearchText(db, seq, { ...facts.search, title, tags: tags.join('\n'), note })
  return seq
}

function replaceRecord(place: BlobPlace, seq: number, result: NewResult): void {
  const address = putRecord(place, result)
  place.db
    .prepare('UPDATE results SET prompt_sha256 = ?, record_sha256 = ? WHERE seq = ?')
    .run(address.promptSha256, address.recordSha256, seq)
}

function assertParts(any: AnyRecord, parts: readonly PartAddress[]): void {
  const found = parts.map(({ partId }) => partId).sort()
  const expected = [...partIdsOf(any)].sort()
  if (found.join() === expected.join()) return
  throw new AppError(
    'internal',
    `result has the parts ${found.join(', ')}, its record calls for ${expected.join(', ')}`
  )
}

/** Reads and verifies all of it. */
function isSound(place: BlobPlace, row: StoredResult): boolean {
  const { any, problems } = readRecord(place, row)
  if (any === null || problems.length > 0) return false
  return problemsOfParts(place, row.seq, partIdsOf(any), { isThorough: true }).length === 0
}

/** The id of a result that is there, is not in the bin and can be read; a damaged one counts as absent. */
export function findResult(place: BlobPlace, keyFields: KeyFields): string | null {
  const resultId = resultKey(keyFields)
  const row = findRow(place.db, resultId)
  if (row === null || row.deletedAt !== null) return null
  return isSound(place, row) ? resultId : null
}

/**
 * A result with its record verified; its parts are only looked for.
 *
 * @throws AppError `request/invalid` when there is none, `store/unavailable` when its record is damaged
 */
export function openResult(place: BlobPlace, resultId: string): OpenedResult {
  const stored = requireRow(place.db, resultId)
  const row = listRow(place.db, stored.seq)
  const { any, problems } = readRecord(place, stored)
  if (any === null) {
    throw unavailable(
      `result "${row.title}" cannot be shown: ${problems.join('; ')}`,
      place.db.name,
      'Run it again, which replaces it, or import it from an exported file.'
    )
  }
  const all = [
    ...problems,
    ...problemsOfParts(place, stored.seq, partIdsOf(any), { isThorough: false }),
    ...(isKeyOf(stored.keyFields, resultId) ? [] : ['its settings do not match its id'])
  ]
  return { row, ...any, problems: all }
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
        `SELECT seq, kind, key_fields AS keyFields, prompt_sha256 AS promptSha256,
           record_sha256 AS recordSha256, deleted_at AS deletedAt
         FROM results WHERE result_id = ?`
      )
      .get(resultId) ?? null
  )
}

/** @throws AppError `request/invalid` when there is no such result, or it is in the bin */
export function requireRow(db: Database, resultId: string): StoredResult {
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

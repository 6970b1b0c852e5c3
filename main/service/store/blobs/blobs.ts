import type { Database } from 'better-sqlite3'
import { createHash } from 'node:crypto'
import { constants, deflateSync, inflateSync } from 'node:zlib'
import { joinPlanes, splitPlanes } from './byte-planes.ts'
import {
  blobFileProblem,
  deleteBlobFile,
  readBlobFile,
  sweepBlobFiles,
  writeBlobFile
} from './blob-files.ts'

/** Where large values lie: rows in the database, and files for those above the limit. */
export interface BlobPlace {
  readonly db: Database
  readonly blobFolder: string
}

/** Larger values go to files: they would slow down every page of the database around them. */
export const inlineLimitBytes = 100_000

/** Numbers hold no repeats worth the search: a map of 500 × 1,000 packs in a quarter of the time without it. */
const packing = { strategy: constants.Z_HUFFMAN_ONLY }

/** Of deflate, by its format. */
const largestRatio = 1032

interface BlobRow {
  readonly sizeBytes: number
  readonly storedBytes: number
  readonly bytes: Buffer | null
}

export type BlobRead =
  | { readonly isSound: true; readonly bytes: Uint8Array }
  | { readonly isSound: false; readonly problem: string }

/**
 * Stores a value once, compressed, and returns its SHA-256 in hex. Call it inside the transaction that
 * refers to it: its file is on the disk before the row commits. A damaged copy is replaced.
 */
export function putBlob({ db, blobFolder }: BlobPlace, bytes: Uint8Array): string {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  if (readBlob({ db, blobFolder }, sha256).isSound) return sha256
  const stored = deflateSync(splitPlanes(bytes), packing)
  const isInline = stored.length <= inlineLimitBytes
  if (!isInline) writeBlobFile(blobFolder, sha256, stored)
  db.prepare(
    `INSERT INTO blobs (sha256, size_bytes, stored_bytes, bytes) VALUES (?, ?, ?, ?)
     ON CONFLICT (sha256) DO UPDATE SET
       size_bytes = excluded.size_bytes, stored_bytes = excluded.stored_bytes, bytes = excluded.bytes`
  ).run(sha256, bytes.length, stored.length, isInline ? stored : null)
  return sha256
}

/** A value with its length and SHA-256 verified, or in words what is wrong with it; never wrong data. */
export function readBlob({ db, blobFolder }: BlobPlace, sha256: string): BlobRead {
  const row = db
    .prepare<[string], BlobRow>(
      `SELECT size_bytes AS sizeBytes, stored_bytes AS storedBytes, bytes
       FROM blobs WHERE sha256 = ?`
    )
    .get(sha256)
  if (row === undefined) return damaged('it is missing')
  const stored = row.bytes ?? readBlobFile(blobFolder, sha256, row.storedBytes)
  if (typeof stored === 'string') return damaged(stored)
  if (stored.length !== row.storedBytes) {
    return damaged(`it has ${stored.length} stored bytes, expected ${row.storedBytes}`)
  }
  let bytes: Uint8Array
  try {
    bytes = joinPlanes(
      inflateSync(stored, {
        maxOutputLength: Math.max(1, row.sizeBytes),
        // In one piece, but a row may be damaged too: no more than could come of these bytes.
        chunkSize: Math.max(64, Math.min(row.sizeBytes, stored.length * largestRatio))
      })
    )
  } catch {
    return damaged('its bytes were changed (they no longer unpack)')
  }
  const found = createHash('sha256').update(bytes).digest('hex')
  if (found !== sha256) return damaged('its bytes were changed (SHA-256 differs)')
  return { isSound: true, bytes }
}

/** What is wrong with a value as far as a look at its row and file can tell; null when nothing is. */
export function blobProblem({ db, blobFolder }: BlobPlace, sha256: string): string | null {
  const row = db
    .prepare<[string], { storedBytes: number; inlineBytes: number | null }>(
      'SELECT stored_bytes AS storedBytes, length(bytes) AS inlineBytes FROM blobs WHERE sha256 = ?'
    )
    .get(sha256)
  if (row === undefined) return 'it is missing'
  if (row.inlineBytes === null) return blobFileProblem(blobFolder, sha256, row.storedBytes)
  return row.inlineBytes === row.storedBytes
    ? null
    : `it has ${row.inlineBytes} stored bytes, expected ${row.storedBytes}`
}

/**
 * Deletes the rows that neither a unit nor a result nor a part of one refers to.
 *
 * @returns  SHA-256 of those whose file is to be deleted once the transaction has committed
 */
export function deleteUnusedBlobs(db: Database): string[] {
  return db
    .prepare<[], { sha256: string; isFile: number }>(
      `DELETE FROM blobs
       WHERE NOT EXISTS (SELECT 1 FROM units WHERE units.sha256 = blobs.sha256)
         AND NOT EXISTS (SELECT 1 FROM results WHERE results.record_sha256 = blobs.sha256)
         AND NOT EXISTS (SELECT 1 FROM parts WHERE parts.sha256 = blobs.sha256)
       RETURNING sha256, bytes IS NULL AS isFile`
    )
    .all()
    .filter(({ isFile }) => isFile === 1)
    .map(({ sha256 }) => sha256)
}

export function deleteBlobFiles({ blobFolder }: BlobPlace, unused: readonly string[]): void {
  for (const sha256 of unused) deleteBlobFile(blobFolder, sha256)
}

/** Deletes the files without a row; returns how many. */
export function sweepBlobs({ db, blobFolder }: BlobPlace): number {
  const known = new Set(
    db.prepare<[], string>('SELECT sha256 FROM blobs WHERE bytes IS NULL').pluck().all()
  )
  return sweepBlobFiles(blobFolder, (sha256) => known.has(sha256))
}

function damaged(problem: string): BlobRead {
  return { isSound: false, problem }
}

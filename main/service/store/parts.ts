/** Values of a result that are read one by one: each a blob under the id of the unit that made it. */
import type { Database } from 'better-sqlite3'
import { AppError } from '../../errors.ts'
import { findUnit } from './units.ts'
import { blobProblem, readBlob, type BlobPlace, type BlobRead } from './blobs/blobs.ts'

export interface PartAddress {
  readonly partId: string
  readonly sha256: string
}

/** The part that holds a layer, and the unit that makes it. */
export function layerPartId(layer: number): string {
  return `layer/${layer}`
}

/** The layer of a part or unit, or null where it is something else. */
export function layerOfPart(partId: string): number | null {
  const digits = /^layer\/(0|[1-9]\d{0,8})$/.exec(partId)?.[1]
  return digits === undefined ? null : Number(digits)
}

/**
 * The units of a job that shall stay as parts of its result: their blobs are there already.
 *
 * @throws AppError `internal` when one of them was never committed
 */
export function partsOfJob(
  db: Database,
  jobId: string | null,
  unitIds: readonly string[]
): PartAddress[] {
  return unitIds.map((partId) => {
    const sha256 = jobId === null ? undefined : findUnit(db, jobId, partId)
    if (sha256 !== undefined) return { partId, sha256 }
    throw new AppError('internal', `part ${partId}: no such unit of job ${jobId}`)
  })
}

/** Replaces the parts of a result. Call it in the transaction that stored their blobs. */
export function setParts(db: Database, resultSeq: number, parts: readonly PartAddress[]): void {
  db.prepare('DELETE FROM parts WHERE result_seq = ?').run(resultSeq)
  const insert = db.prepare('INSERT INTO parts (result_seq, part_id, sha256) VALUES (?, ?, ?)')
  for (const { partId, sha256 } of parts) insert.run(resultSeq, partId, sha256)
}

/** The bytes of a part, verified, or in words what is wrong with it. */
export function readPart(place: BlobPlace, resultSeq: number, partId: string): BlobRead {
  const sha256 = place.db
    .prepare<[number, string], string>(
      'SELECT sha256 FROM parts WHERE result_seq = ? AND part_id = ?'
    )
    .pluck()
    .get(resultSeq, partId)
  return sha256 === undefined
    ? { isSound: false, problem: 'it is missing' }
    : readBlob(place, sha256)
}

/**
 * What is wrong with the parts that a result should have, in plain words.
 *
 * @param isThorough  reads and verifies every byte; else only looks whether all is there
 */
export function problemsOfParts(
  place: BlobPlace,
  resultSeq: number,
  partIds: readonly string[],
  { isThorough }: { readonly isThorough: boolean }
): string[] {
  const addresses = addressesOf(place.db, resultSeq)
  return partIds.flatMap((partId) => {
    const sha256 = addresses.get(partId)
    if (sha256 === undefined) return [`part ${partId}: it is missing`]
    const problem = isThorough ? thoroughProblem(place, sha256) : blobProblem(place, sha256)
    return problem === null ? [] : [`part ${partId}: ${problem}`]
  })
}

function thoroughProblem(place: BlobPlace, sha256: string): string | null {
  const read = readBlob(place, sha256)
  return read.isSound ? null : read.problem
}

function addressesOf(db: Database, resultSeq: number): Map<string, string> {
  const rows = db
    .prepare<[number], PartAddress>(
      'SELECT part_id AS partId, sha256 FROM parts WHERE result_seq = ?'
    )
    .all(resultSeq)
  return new Map(rows.map(({ partId, sha256 }) => [partId, sha256]))
}

/** Bytes of a result's parts before they are packed. */
export function sizeOfParts(db: Database, resultSeq: number): number {
  return (
    db
      .prepare<[number], number>(
        `SELECT total(size_bytes) FROM parts JOIN blobs USING (sha256) WHERE result_seq = ?`
      )
      .pluck()
      .get(resultSeq) ?? 0
  )
}

import type { Database } from 'better-sqlite3'
import type { FinishedUnit, UnitResult } from '../../worker/contract.ts'
import { AppError } from '../../errors.ts'
import { decodeContainer, encodeContainer } from './blobs/array-container.ts'
import { deleteUnusedBlobs, putBlob, readBlob, type BlobPlace } from './blobs/blobs.ts'
import { unknownJob } from './jobs.ts'

interface UnitRow {
  readonly seq: number
  readonly unitId: string
  readonly sha256: string
}

/** What a job's units are, and which could not be verified. */
export interface UnitsRead {
  readonly units: readonly FinishedUnit[]
  /** The first damaged unit: from its row on, units must be computed again. */
  readonly damage: { readonly seq: number; readonly problem: string } | null
}

/**
 * Stores a unit and moves the job's cursor. Call it in a transaction. The same unit again changes nothing.
 *
 * @throws AppError `request/invalid` for an unknown job, `internal` for another result of the same unit
 */
export function insertUnit(place: BlobPlace, jobId: string, unit: FinishedUnit): void {
  const { db } = place
  const job = db.prepare('SELECT 1 FROM jobs WHERE job_id = ?').get(jobId)
  if (job === undefined) throw unknownJob(jobId)
  const earlier = findUnit(db, jobId, unit.unitId)
  const sha256 = putBlob(place, encodeContainer(unit.result))
  if (earlier === sha256) return
  if (earlier !== undefined) {
    throw new AppError(
      'internal',
      `unit ${unit.unitId} of job ${jobId} has a new result ${sha256}, expected the earlier ${earlier}`,
      { hint: 'Discard the run and start it again.' }
    )
  }
  db.prepare('INSERT INTO units (job_id, unit_id, sha256) VALUES (?, ?, ?)').run(
    jobId,
    unit.unitId,
    sha256
  )
  setCursor(db, jobId)
}

/**
 * The units of a job in the order of their commit, up to the first that is damaged.
 *
 * @param isNeeded  told an array's name; the other arrays are verified and left out
 */
export function readUnits(
  place: BlobPlace,
  jobId: string,
  isNeeded: (name: string) => boolean = () => true
): UnitsRead {
  const rows = place.db
    .prepare<[string], UnitRow>(
      'SELECT seq, unit_id AS unitId, sha256 FROM units WHERE job_id = ? ORDER BY seq'
    )
    .all(jobId)
  const units: FinishedUnit[] = []
  for (const { seq, unitId, sha256 } of rows) {
    const read = readBlob(place, sha256)
    if (!read.isSound) return { units, damage: { seq, problem: damageOf(jobId, unitId, read) } }
    units.push({ unitId, result: withArrays(decodeUnit(read.bytes), isNeeded) })
  }
  return { units, damage: null }
}

/** In the order of their commit. */
export function listUnitIds(db: Database, jobId: string): string[] {
  return db
    .prepare<[string], string>('SELECT unit_id FROM units WHERE job_id = ? ORDER BY seq')
    .pluck()
    .all(jobId)
}

/** One unit, verified; null where there is none, with the reason where it is damaged. */
export function readUnit(
  place: BlobPlace,
  jobId: string,
  unitId: string
): { readonly unit: UnitResult | null; readonly problem: string | null } {
  const sha256 = findUnit(place.db, jobId, unitId)
  if (sha256 === undefined) return { unit: null, problem: null }
  const read = readBlob(place, sha256)
  return read.isSound
    ? { unit: decodeUnit(read.bytes), problem: null }
    : { unit: null, problem: damageOf(jobId, unitId, read) }
}

/** SHA-256 of a unit's result. */
export function findUnit(db: Database, jobId: string, unitId: string): string | undefined {
  return db
    .prepare<[string, string], string>('SELECT sha256 FROM units WHERE job_id = ? AND unit_id = ?')
    .pluck()
    .get(jobId, unitId)
}

/** The unit's result with those of its arrays whose names are needed. */
export function withArrays(
  { values, arrays }: UnitResult,
  isNeeded: (name: string) => boolean
): UnitResult {
  const kept = Object.entries(arrays).filter(([name]) => isNeeded(name))
  return { values, arrays: Object.fromEntries(kept) }
}

function decodeUnit(bytes: Uint8Array): UnitResult {
  const { values, arrays } = decodeContainer(bytes)
  // Written by insertUnit, whose values are a record.
  return { values: values as UnitResult['values'], arrays }
}

function damageOf(
  jobId: string,
  unitId: string,
  { problem }: { readonly problem: string }
): string {
  return `unit ${unitId} of job ${jobId}: ${problem}`
}

/** Drops a job's units from a row on and moves the cursor back; returns blob files to delete. */
export function dropUnitsFrom(db: Database, jobId: string, seq: number): string[] {
  db.prepare('DELETE FROM units WHERE job_id = ? AND seq >= ?').run(jobId, seq)
  setCursor(db, jobId)
  return deleteUnusedBlobs(db)
}

export function deleteUnits(db: Database, jobId: string): void {
  db.prepare('DELETE FROM units WHERE job_id = ?').run(jobId)
}

function setCursor(db: Database, jobId: string): void {
  db.prepare(
    `UPDATE jobs SET units_done = (SELECT count(*) FROM units WHERE units.job_id = jobs.job_id)
     WHERE job_id = ?`
  ).run(jobId)
}

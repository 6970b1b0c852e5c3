/** The store as the service sees it: one object over the tables, every error in plain words. */
import type { Database } from 'better-sqlite3'
import { mkdirSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import type {
  AttributionRecord,
  LibraryPage,
  LibraryQuery,
  OpenedResult
} from '../../../preload/data.ts'
import type { FinishedUnit, JobResult } from '../../worker/contract.ts'
import { AppError } from '../../errors.ts'
import { writeAtomically } from '../../exports/atomic-write.ts'
import { deleteBlobFiles, deleteUnusedBlobs, sweepBlobs, type BlobPlace } from './blobs/blobs.ts'
import { databaseFile, openDatabase, openDatabaseReadOnly } from './database.ts'
import { findFingerprint, rememberFingerprint } from './fingerprints.ts'
import {
  deleteJob,
  getJob,
  insertJob,
  interruptDeadJobs,
  listJobs,
  updateJob,
  type JobChanges,
  type JobRow
} from './jobs.ts'
import { newer, schemaVersion } from './migrate.ts'
import { migrations } from './migrations/all.ts'
import { listResults } from './results/library-page.ts'
import { parseRecord } from './results/record-schema.ts'
import { encodeResultFile, readResultFile } from './results/result-file.ts'
import type { KeyFields } from './results/result-key.ts'
import {
  annotateResult,
  deleteResult,
  findResult,
  openResult,
  purgeResults,
  putResult,
  renameResult,
  restoreResult,
  resultToExport
} from './results/results.ts'
import { withStoreErrors } from './store-error.ts'
import { deleteUnits, dropUnitsFrom, insertUnit, readUnits } from './units.ts'

export type { JobRow } from './jobs.ts'

export type AttributionResult = Extract<JobResult, { kind: 'attribution' }>

export interface Store {
  readonly jobs: {
    /** The new job is queued. */
    insert(job: Pick<JobRow, 'jobId' | 'spec' | 'title'>): void
    get(jobId: string): JobRow | null
    /** Newest first. */
    list(): JobRow[]
    update(jobId: string, changes: JobChanges): void
    /** Running and cancelling jobs of owners that are gone become interrupted; returns their ids. */
    interruptDead(isAlive: (pid: number, started: string | null) => boolean): string[]
    /** Deletes a job and its units. */
    discard(jobId: string): void
  }
  readonly units: {
    /** Unit and cursor in one transaction; the same unit again changes nothing, another result throws. */
    commit(jobId: string, unit: FinishedUnit): void
    /** In commit order, verified; a damaged unit and all after it are dropped and reported. */
    list(jobId: string): FinishedUnit[]
  }
  readonly results: {
    /** Stores the result, marks the job done and deletes its units in one transaction. */
    finish(jobId: string | null, result: AttributionResult): string
    /** Null also for a result that is damaged or in the bin. */
    find(keyFields: KeyFields): string | null
    open(resultId: string): OpenedResult
    /** The record alone. */
    record(resultId: string): AttributionRecord
    list(query: LibraryQuery): LibraryPage
    rename(resultId: string, title: string): void
    annotate(
      resultId: string,
      notes: { readonly note: string; readonly tags: readonly string[] }
    ): void
    delete(resultId: string): void
    restore(resultId: string): void
  }
  readonly fingerprints: {
    lookup(identity: string): string | null
    remember(identity: string, fingerprint: string): void
  }
  readonly isReadOnly: boolean
  /** Writes one self-contained file, whole or not at all. Refuses a result that cannot be verified. */
  exportResult(resultId: string, path: string): Promise<void>
  /** Checks all of a file, then stores its result; an equal one that is there stays. Returns its id. */
  importResult(path: string): string
  /** Bytes free on the file system that holds the store. */
  freeBytes(): number
  close(): void
}

export interface StoreOptions {
  /** For looking beside the process that owns the store; nothing can be changed. */
  readonly readOnly?: boolean
  /** Told of damage that was found and dropped, in plain words. */
  readonly onProblem?: (problem: string) => void
}

/**
 * Opens the store of a folder. For writing, the caller holds the lock of `acquireStore`.
 *
 * @throws AppError `store/unavailable`, `store/newer` (reading may still be possible) or `store/full`
 */
export function openStore(home: string, options: StoreOptions = {}): Store {
  const file = databaseFile(home)
  const isReadOnly = options.readOnly ?? false
  const db = isReadOnly
    ? openDatabaseReadOnly(file, migrations.length)
    : openDatabase(file, migrations)
  const place: BlobPlace = { db, blobFolder: join(home, 'blobs') }
  try {
    if (isReadOnly) assertReadable(db, file)
    else withStoreErrors(file, () => tidy(place))
    return storeOver(place, home, { ...options, readOnly: isReadOnly })
  } catch (thrown) {
    db.close()
    throw thrown
  }
}

/** The store over a database that is open and up to date. */
export function storeOver(place: BlobPlace, home: string, options: StoreOptions): Store {
  const { db } = place
  const isReadOnly = options.readOnly ?? false
  const guarded = <T>(work: () => T): T => withStoreErrors(db.name, work)
  /** All or nothing: any error, a full disk included, rolls back and leaves the store usable. */
  const inTransaction = <T>(work: () => T): T => guarded(() => db.transaction(work).immediate())
  const withUnusedBlobs = (work: () => string[]): void => {
    const unused = inTransaction(work)
    guarded(() => deleteBlobFiles(place, unused))
  }
  return {
    jobs: {
      insert: (job) => inTransaction(() => insertJob(db, job)),
      get: (jobId) => guarded(() => getJob(db, jobId)),
      list: () => guarded(() => listJobs(db)),
      update: (jobId, changes) => inTransaction(() => updateJob(db, jobId, changes)),
      interruptDead: (isAlive) => guarded(() => interruptDeadJobs(db, isAlive)),
      discard: (jobId) =>
        withUnusedBlobs(() => {
          deleteJob(db, jobId)
          return deleteUnusedBlobs(db)
        })
    },
    units: {
      commit: (jobId, unit) => inTransaction(() => insertUnit(place, jobId, unit)),
      list: (jobId) => {
        const { units, damage } = guarded(() => readUnits(place, jobId))
        if (damage !== null) {
          options.onProblem?.(`${damage.problem}; it is computed again`)
          if (!isReadOnly) withUnusedBlobs(() => dropUnitsFrom(db, jobId, damage.seq))
        }
        return [...units]
      }
    },
    results: {
      finish: (jobId, result) => {
        const record = parseRecord(result.record)
        if (record.isPartial) throw new AppError('internal', 'a partial result is not stored')
        let resultId = ''
        withUnusedBlobs(() => {
          resultId = putResult(place, { ...result, record })
          if (jobId !== null) {
            updateJob(db, jobId, { state: 'done', fraction: 1, error: null, resultId })
            deleteUnits(db, jobId)
          }
          return deleteUnusedBlobs(db)
        })
        return resultId
      },
      find: (keyFields) => guarded(() => findResult(place, keyFields)),
      open: (resultId) => guarded(() => openResult(place, resultId)),
      record: (resultId) => guarded(() => openResult(place, resultId).record),
      list: (query) => guarded(() => listResults(db, query)),
      rename: (resultId, title) => inTransaction(() => renameResult(db, resultId, title)),
      annotate: (resultId, notes) => inTransaction(() => annotateResult(db, resultId, notes)),
      delete: (resultId) => inTransaction(() => deleteResult(db, resultId)),
      restore: (resultId) => inTransaction(() => restoreResult(db, resultId))
    },
    fingerprints: {
      lookup: (identity) => guarded(() => findFingerprint(db, identity)),
      remember: (identity, fingerprint) =>
        inTransaction(() => rememberFingerprint(db, identity, fingerprint))
    },
    isReadOnly,
    exportResult: async (resultId, path) => {
      const bytes = guarded(() => encodeResultFile(resultToExport(place, resultId)))
      await writeAtomically(path, bytes)
    },
    importResult: (path) => {
      const file = readResultFile(path)
      let resultId = ''
      withUnusedBlobs(() => {
        resultId = putResult(place, file)
        return deleteUnusedBlobs(db)
      })
      return resultId
    },
    freeBytes: () =>
      guarded(() => {
        mkdirSync(home, { recursive: true })
        const { bavail, bsize } = statfsSync(home)
        return bavail * bsize
      }),
    close: () => db.close()
  }
}

/** What every start does: empties the bin of what is old, and removes files that no row knows. */
function tidy(place: BlobPlace): void {
  const unused = place.db
    .transaction(() => {
      purgeResults(place.db)
      return deleteUnusedBlobs(place.db)
    })
    .immediate()
  deleteBlobFiles(place, unused)
  sweepBlobs(place)
}

/** @throws AppError `store/newer` when a newer schema no longer answers our questions */
function assertReadable(db: Database, file: string): void {
  try {
    listResults(db, { text: 'a', tag: null, sort: 'newest', offset: 0, limit: 1 })
    listJobs(db)
  } catch (thrown) {
    const version = schemaVersion(db)
    if (version <= migrations.length) throw thrown
    throw newer(file, version, migrations.length, thrown)
  }
}

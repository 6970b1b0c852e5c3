/** The store as the service sees it: one object over the tables, every error in plain words. */
import type { Database } from 'better-sqlite3'
import { mkdirSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import type { StoredLabel } from '../../../preload/analysis/concepts/labels.ts'
import type { StoredRating, StudyRecord } from '../../../preload/analysis/studies/record.ts'
import type { AnyRecord, LibraryPage, LibraryQuery, OpenedResult } from '../../../preload/data.ts'
import type { FinishedUnit, JobResult, UnitResult } from '../../worker/contract.ts'
import { AppError } from '../../errors.ts'
import { writeAtomically } from '../../exports/atomic-write.ts'
import { findAnswer, hasAnswers, rememberAnswer } from './answers.ts'
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
import { addLabels, listLabels, timeOfNewLabel } from './labels.ts'
import { newer, schemaVersion } from './migrate.ts'
import { migrations } from './migrations/all.ts'
import { partsOfJob } from './parts.ts'
import { addRatings, listRatings, timeOfNewRating } from './ratings.ts'
import { parseLabels } from './records/label-schema.ts'
import type { LayeredKind, LayerOf } from './records/layer-kinds.ts'
import { parseRatings } from './records/rating-schema.ts'
import { parseRecord } from './records/record-kinds.ts'
import type { StudyPart } from './records/study-part-schema.ts'
import { LayerReader } from './results/layer-reader.ts'
import { listResults } from './results/library-page.ts'
import { readResultFile } from './results/read-result-file.ts'
import { encodeResultFile } from './results/result-file.ts'
import type { KeyFields } from './results/result-key.ts'
import {
  annotateResult,
  deleteResult,
  findResult,
  openResult,
  purgeResults,
  putResult,
  renameResult,
  requireRow,
  restoreResult
} from './results/results.ts'
import { StudyReader } from './results/study-reader.ts'
import { importResult, resultToExport } from './results/transfer.ts'
import { withStoreErrors } from './store-error.ts'
import {
  deleteUnits,
  dropUnitsFrom,
  insertUnit,
  listUnitIds,
  readUnit,
  readUnits
} from './units.ts'

export type { JobRow } from './jobs.ts'

/** What stays in the library. */
export type LastingResult = Exclude<JobResult, { kind: 'generation' | 'annotation' }>

export type AnnotationResult = Extract<JobResult, { kind: 'annotation' }>

/** What a person says of a concept; the store adds when. */
export type NewLabel = Pick<
  StoredLabel,
  'layer' | 'role' | 'direction' | 'label' | 'author' | 'note'
>

/** What a person says of a response; the store adds when. */
export type NewRating = Omit<StoredRating, 'createdAt'>

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
    /**
     * In commit order, verified; a damaged unit and all after it are dropped and reported. Arrays whose
     * names are not needed are left out.
     */
    list(jobId: string, isNeeded?: (name: string) => boolean): FinishedUnit[]
    /** In commit order. */
    ids(jobId: string): string[]
    /** Null where it was not committed, and, reported, where it is damaged. */
    get(jobId: string, unitId: string): UnitResult | null
  }
  readonly results: {
    /**
     * Stores the result, marks the job done and deletes its units in one transaction. Units that are
     * named as parts stay, linked to the result.
     */
    finish(jobId: string | null, result: LastingResult): string
    /** Null also for a result that is damaged or in the bin. */
    find(keyFields: KeyFields): string | null
    open(resultId: string): OpenedResult
    /** The record alone. */
    record(resultId: string): AnyRecord
    /** Indices of a result's layers, ascending; of this kind of analysis or an error. */
    layers(resultId: string, kind: LayeredKind): readonly number[]
    /** One layer of a result, verified. */
    layer<K extends LayeredKind>(resultId: string, layer: number, kind: K): LayerOf[K]
    /** The record of a study; an error for another analysis. */
    study(resultId: string): StudyRecord
    /** One part of a study, verified. */
    studyPart(resultId: string, partId: string): StudyPart
    list(query: LibraryQuery): LibraryPage
    rename(resultId: string, title: string): void
    annotate(
      resultId: string,
      notes: { readonly note: string; readonly tags: readonly string[] }
    ): void
    delete(resultId: string): void
    restore(resultId: string): void
  }
  /** Of the concepts of a result: a history. */
  readonly labels: {
    /** Oldest first. */
    list(resultId: string): StoredLabel[]
    /** Adds a person's label, or with null its withdrawal. */
    set(resultId: string, label: NewLabel): void
    /** Adds the labels, marks the job done and deletes its units in one transaction. */
    finish(jobId: string, result: AnnotationResult, phase: string): void
  }
  /** Of the responses of a study: a history. */
  readonly ratings: {
    /** Oldest first. */
    list(resultId: string): StoredRating[]
    /** Adds a person's rating, or with null its withdrawal. */
    add(resultId: string, rating: NewRating): void
  }
  /** Of language models, by the SHA-256 of all that they were asked. */
  readonly answers: {
    isEmpty(): boolean
    lookup(key: string): string | null
    remember(key: string, answer: string): void
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
  const layers = new LayerReader(place)
  const studies = new StudyReader(place)
  const isReadOnly = options.readOnly ?? false
  const guarded = <T>(work: () => T): T => withStoreErrors(db.name, work)
  /** All or nothing: any error, a full disk included, rolls back and leaves the store usable. */
  const inTransaction = <T>(work: () => T): T => guarded(() => db.transaction(work).immediate())
  const withUnusedBlobs = (work: () => string[]): void => {
    const unused = inTransaction(work)
    guarded(() => deleteBlobFiles(place, unused))
  }
  /** In the transaction that stores what came of it. */
  const endJob = (jobId: string, changes: JobChanges): void => {
    updateJob(db, jobId, { ...changes, state: 'done', fraction: 1, error: null })
    deleteUnits(db, jobId)
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
      list: (jobId, isNeeded) => {
        const { units, damage } = guarded(() => readUnits(place, jobId, isNeeded))
        if (damage !== null) {
          options.onProblem?.(`${damage.problem}; it is computed again`)
          if (!isReadOnly) withUnusedBlobs(() => dropUnitsFrom(db, jobId, damage.seq))
        }
        return [...units]
      },
      ids: (jobId) => guarded(() => listUnitIds(db, jobId)),
      get: (jobId, unitId) => {
        const { unit, problem } = guarded(() => readUnit(place, jobId, unitId))
        if (problem !== null) options.onProblem?.(problem)
        return unit
      }
    },
    results: {
      finish: (jobId, { keyFields, title, ...result }) => {
        const any = parseRecord(result.kind, result.record)
        if (any.record.isPartial) throw new AppError('internal', 'a partial result is not stored')
        const partIds = result.kind === 'attribution' ? [] : result.parts
        let resultId = ''
        withUnusedBlobs(() => {
          const parts = partsOfJob(db, jobId, partIds)
          resultId = putResult(place, { ...any, keyFields, title, parts })
          if (jobId !== null) endJob(jobId, { resultId })
          return deleteUnusedBlobs(db)
        })
        return resultId
      },
      find: (keyFields) => guarded(() => findResult(place, keyFields)),
      open: (resultId) => guarded(() => layers.open(resultId)),
      record: (resultId) => guarded(() => recordOf(openResult(place, resultId))),
      layers: (resultId, kind) => guarded(() => layers.layers(kind, resultId)),
      layer: (resultId, layer, kind) => guarded(() => layers.layer(kind, resultId, layer)),
      study: (resultId) => guarded(() => studies.record(resultId)),
      studyPart: (resultId, partId) => guarded(() => studies.part(resultId, partId)),
      list: (query) => guarded(() => listResults(db, query)),
      rename: (resultId, title) => inTransaction(() => renameResult(db, resultId, title)),
      annotate: (resultId, notes) => inTransaction(() => annotateResult(db, resultId, notes)),
      delete: (resultId) => inTransaction(() => deleteResult(db, resultId)),
      restore: (resultId) => inTransaction(() => restoreResult(db, resultId))
    },
    labels: {
      list: (resultId) => guarded(() => listLabels(db, requireRow(db, resultId).seq)),
      set: (resultId, label) =>
        inTransaction(() => {
          const { seq } = requireRow(db, resultId)
          const createdAt = timeOfNewLabel(db, seq, label)
          const whole = { ...label, annotator: 'manual', seed: null, createdAt }
          addLabels(db, seq, parseLabels([whole], layers.record('concepts', resultId)))
        }),
      finish: (jobId, { resultId, labels }, phase) =>
        withUnusedBlobs(() => {
          const { seq } = requireRow(db, resultId)
          addLabels(db, seq, parseLabels(labels, layers.record('concepts', resultId)))
          endJob(jobId, { resultId, phase })
          return deleteUnusedBlobs(db)
        })
    },
    ratings: {
      list: (resultId) => guarded(() => listRatings(db, requireRow(db, resultId).seq)),
      add: (resultId, rating) =>
        inTransaction(() => {
          const { seq } = requireRow(db, resultId)
          const createdAt = timeOfNewRating(db, seq, rating)
          addRatings(db, seq, parseRatings([{ ...rating, createdAt }], studies.record(resultId)))
        })
    },
    answers: {
      isEmpty: () => guarded(() => !hasAnswers(db)),
      lookup: (key) => guarded(() => findAnswer(db, key)),
      remember: (key, answer) => inTransaction(() => rememberAnswer(db, key, answer))
    },
    fingerprints: {
      lookup: (identity) => guarded(() => findFingerprint(db, identity)),
      remember: (identity, fingerprint) =>
        inTransaction(() => rememberFingerprint(db, identity, fingerprint))
    },
    isReadOnly,
    exportResult: async (resultId, path) => {
      const bytes = guarded(() =>
        encodeResultFile(resultToExport(place, { layers, studies }, resultId))
      )
      await writeAtomically(path, bytes)
    },
    importResult: (path) => {
      const file = readResultFile(path)
      let resultId = ''
      withUnusedBlobs(() => {
        resultId = importResult(place, { layers, studies }, file)
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

function recordOf({ row: _, problems: __, ...any }: OpenedResult): AnyRecord {
  return any
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

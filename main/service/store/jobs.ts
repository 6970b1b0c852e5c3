import type { Database } from 'better-sqlite3'
import type { JobError, JobState } from '../../../preload/data.ts'
import type { JobSpec } from '../../worker/contract.ts'
import { AppError } from '../../errors.ts'

export interface JobRow {
  readonly jobId: string
  readonly spec: JobSpec
  readonly title: string
  readonly state: JobState
  readonly phase: string
  readonly unitsDone: number
  /** 0 while unknown. */
  readonly unitsTotal: number
  /** 0–1 */
  readonly fraction: number
  readonly elapsedMs: number
  readonly error: JobError | null
  readonly resultId: string | null
  /** ISO 8601, UTC. */
  readonly createdAt: string
  readonly crashes: number
  readonly ownerPid: number | null
  /** When the owner started, which tells it from a later process of the same id. */
  readonly ownerStarted: string | null
}

export type JobChanges = Partial<
  Pick<
    JobRow,
    | 'state'
    | 'phase'
    | 'unitsDone'
    | 'unitsTotal'
    | 'fraction'
    | 'elapsedMs'
    | 'error'
    | 'resultId'
    | 'crashes'
    | 'ownerPid'
    | 'ownerStarted'
  >
>

type StoredJob = Omit<JobRow, 'spec' | 'error'> & {
  readonly spec: string
  readonly error: string | null
}

/** What may change, and its column. */
const columns: Readonly<Record<keyof JobChanges, string>> = {
  state: 'state',
  phase: 'phase',
  unitsDone: 'units_done',
  unitsTotal: 'units_total',
  fraction: 'fraction',
  elapsedMs: 'elapsed_ms',
  error: 'error',
  resultId: 'result_id',
  crashes: 'crashes',
  ownerPid: 'owner_pid',
  ownerStarted: 'owner_started'
}

const selectJob = `
  SELECT job_id AS jobId, spec, title, state, phase, units_done AS unitsDone,
    units_total AS unitsTotal, fraction, elapsed_ms AS elapsedMs, error, result_id AS resultId,
    created_at AS createdAt, crashes, owner_pid AS ownerPid, owner_started AS ownerStarted
  FROM jobs`

export function insertJob(db: Database, job: Pick<JobRow, 'jobId' | 'spec' | 'title'>): void {
  db.prepare(
    `INSERT INTO jobs (job_id, spec, title, state, phase, units_done, units_total, fraction,
       elapsed_ms, created_at, crashes)
     VALUES (?, ?, ?, 'queued', '', 0, 0, 0, 0, ?, 0)`
  ).run(job.jobId, JSON.stringify(job.spec), job.title, new Date().toISOString())
}

export function getJob(db: Database, jobId: string): JobRow | null {
  const row = db.prepare<[string], StoredJob>(`${selectJob} WHERE job_id = ?`).get(jobId)
  return row === undefined ? null : readJob(row)
}

/** Newest first. */
export function listJobs(db: Database): JobRow[] {
  return db.prepare<[], StoredJob>(`${selectJob} ORDER BY seq DESC`).all().map(readJob)
}

/** @throws AppError `request/invalid` when there is no such job */
export function updateJob(db: Database, jobId: string, changes: JobChanges): void {
  const assignments: string[] = []
  const values: (string | number | null)[] = []
  for (const key of Object.keys(columns) as (keyof JobChanges)[]) {
    const value = changes[key]
    if (value === undefined) continue
    assignments.push(`${columns[key]} = ?`)
    values.push(typeof value === 'object' && value !== null ? JSON.stringify(value) : value)
  }
  if (assignments.length === 0) return
  const { changes: nChanged } = db
    .prepare(`UPDATE jobs SET ${assignments.join(', ')} WHERE job_id = ?`)
    .run(...values, jobId)
  if (nChanged === 0) throw unknownJob(jobId)
}

/** Marks the running and cancelling jobs whose owner is gone as interrupted; returns their ids. */
export function interruptDeadJobs(
  db: Database,
  isAlive: (pid: number, started: string | null) => boolean
): string[] {
  return db
    .transaction(() => {
      const dead = listJobs(db).filter(
        ({ state, ownerPid, ownerStarted }) =>
          (state === 'running' || state === 'cancelling') &&
          (ownerPid === null || !isAlive(ownerPid, ownerStarted))
      )
      for (const { jobId } of dead) {
        updateJob(db, jobId, { state: 'interrupted', ownerPid: null, ownerStarted: null })
      }
      return dead.map(({ jobId }) => jobId)
    })
    .immediate()
}

/** Deletes a job; its units go with it. Their blobs are for the caller to collect. */
export function deleteJob(db: Database, jobId: string): void {
  db.prepare('DELETE FROM jobs WHERE job_id = ?').run(jobId)
}

export function unknownJob(jobId: string): AppError {
  return new AppError('request/invalid', `job ${jobId} is not in the library`)
}

function readJob(row: StoredJob): JobRow {
  // Both columns are written by this file alone.
  return {
    ...row,
    spec: JSON.parse(row.spec) as JobSpec,
    error: row.error === null ? null : (JSON.parse(row.error) as JobError)
  }
}

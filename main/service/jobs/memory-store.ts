import { randomUUID } from 'node:crypto'
import type { AttributionRecord } from '../../../preload/analysis/attribution-record.ts'
import { AppError } from '../../errors.ts'
import type { FinishedUnit } from '../../worker/contract.ts'
import type { JobRow, JobStore } from './job-store.ts'

/**
 * Keeps jobs while the process lives: generations, and every job while the database is someone else's.
 * Equal results are not looked for, since none outlives the process.
 */
export function memoryStore(): JobStore {
  const jobs = new Map<string, JobRow>()
  const units = new Map<string, Map<string, FinishedUnit>>()
  const records = new Map<string, AttributionRecord>()
  const fingerprints = new Map<string, string>()

  const update: JobStore['jobs']['update'] = (jobId, changes) => {
    const row = jobs.get(jobId)
    if (row !== undefined) jobs.set(jobId, { ...row, ...changes })
    if (changes.state === 'done') units.delete(jobId)
  }

  return {
    jobs: {
      insert: (job) => void jobs.set(job.jobId, newRow(job)),
      get: (jobId) => jobs.get(jobId) ?? null,
      list: () => [...jobs.values()].reverse(),
      update,
      discard(jobId) {
        jobs.delete(jobId)
        units.delete(jobId)
      }
    },
    units: {
      commit(jobId, unit) {
        const ofJob = units.get(jobId) ?? new Map<string, FinishedUnit>()
        if (!ofJob.has(unit.unitId)) ofJob.set(unit.unitId, unit)
        units.set(jobId, ofJob)
      },
      list: (jobId) => [...(units.get(jobId)?.values() ?? [])]
    },
    results: {
      finish(jobId, { record }) {
        const resultId = randomUUID()
        records.set(resultId, record)
        update(jobId, { state: 'done', resultId })
        return resultId
      },
      find: () => null,
      record(resultId) {
        const record = records.get(resultId)
        if (record !== undefined) return record
        throw new AppError('request/invalid', `result "${resultId}": not in memory`)
      }
    },
    fingerprints: {
      lookup: (identity) => fingerprints.get(identity) ?? null,
      remember: (identity, fingerprint) => void fingerprints.set(identity, fingerprint)
    },
    freeBytes: () => Number.MAX_SAFE_INTEGER
  }
}

function newRow(job: Pick<JobRow, 'jobId' | 'spec' | 'title'>): JobRow {
  return {
    ...job,
    state: 'queued',
    phase: '',
    unitsDone: 0,
    unitsTotal: 0,
    fraction: 0,
    elapsedMs: 0,
    error: null,
    resultId: null,
    createdAt: new Date().toISOString(),
    crashes: 0,
    ownerPid: null,
    ownerStarted: null
  }
}

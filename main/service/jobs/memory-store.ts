import { randomUUID } from 'node:crypto'
import type { AnyRecord } from '../../../preload/data.ts'
import { AppError } from '../../errors.ts'
import type { FinishedUnit, UnitResult } from '../../worker/contract.ts'
import { layerOfUnit } from '../layers/layer-of-unit.ts'
import { layerPartId } from '../store/parts.ts'
import { layerIndices, requireLayered } from '../store/records/layer-kinds.ts'
import { requireStudy } from '../store/records/require-study.ts'
import { studyPartOfUnit } from '../studies/study-part-of-unit.ts'
import { withArrays } from '../store/units.ts'
import type { JobRow, JobStore } from './job-store.ts'

export interface MemoryStore extends JobStore {
  readonly holds: (resultId: string) => boolean
}

interface KeptResult {
  readonly any: AnyRecord
  readonly parts: ReadonlyMap<string, UnitResult>
}

/**
 * Keeps jobs while the process lives: generations, and every job while the database is someone else's.
 * Equal results are not looked for, since none outlives the process; labels are not taken at all.
 */
export function memoryStore(): MemoryStore {
  const jobs = new Map<string, JobRow>()
  const units = new Map<string, Map<string, FinishedUnit>>()
  const results = new Map<string, KeptResult>()
  const fingerprints = new Map<string, string>()
  const answers = new Map<string, string>()

  const update: JobStore['jobs']['update'] = (jobId, changes) => {
    const row = jobs.get(jobId)
    if (row !== undefined) jobs.set(jobId, { ...row, ...changes })
    if (changes.state === 'done') units.delete(jobId)
  }
  const kept = (resultId: string): KeptResult => {
    const result = results.get(resultId)
    if (result !== undefined) return result
    throw new AppError('request/invalid', `result "${resultId}": not in memory`)
  }
  const unit = (jobId: string, unitId: string): UnitResult | null =>
    units.get(jobId)?.get(unitId)?.result ?? null

  return {
    holds: (resultId) => results.has(resultId),
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
      list: (jobId, isNeeded = () => true) =>
        [...(units.get(jobId)?.values() ?? [])].map(({ unitId, result }) => ({
          unitId,
          result: withArrays(result, isNeeded)
        })),
      ids: (jobId) => [...(units.get(jobId)?.keys() ?? [])],
      get: unit
    },
    results: {
      finish(jobId, result) {
        const resultId = randomUUID()
        const partIds = result.kind === 'attribution' ? [] : result.parts
        const parts = partIds.map((partId) => {
          const part = unit(jobId, partId)
          if (part !== null) return [partId, part] as const
          throw new AppError('internal', `part ${partId}: no such unit of job ${jobId}`)
        })
        results.set(resultId, { any: result, parts: new Map(parts) })
        update(jobId, { state: 'done', resultId })
        return resultId
      },
      find: () => null,
      record: (resultId) => kept(resultId).any,
      layers: (resultId, kind) => layerIndices(requireLayered(kept(resultId).any, kind, 'result')),
      layer(resultId, layer, kind) {
        const { any, parts } = kept(resultId)
        requireLayered(any, kind, 'result')
        const part = parts.get(layerPartId(layer))
        if (part !== undefined) return layerOfUnit(kind, part, layer)
        throw new AppError('request/invalid', `layer ${layer}: not in result ${resultId}`)
      },
      study: (resultId) => requireStudy(kept(resultId).any, 'result'),
      studyPart(resultId, partId) {
        const part = kept(resultId).parts.get(partId)
        if (part !== undefined) return studyPartOfUnit(part, partId)
        throw new AppError('request/invalid', `part ${partId}: not in result ${resultId}`)
      }
    },
    labels: {
      finish() {
        throw new AppError('store/unavailable', 'labels are kept in the library only')
      }
    },
    answers: {
      lookup: (key) => answers.get(key) ?? null,
      remember: (key, answer) => void answers.set(key, answer)
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

import { setImmediate as nextTurn } from 'node:timers/promises'
import { AppError, reportError } from '../errors.ts'
import type { Client, Emit } from '../processes/rpc.ts'
import type { FinishedUnit, WorkerCalls, WorkerEvents, WorkerNeeds } from './contract.ts'
import { doneUnits } from './job.ts'
import type { DoneUnits, Job, Unit, UnitContext } from './job.ts'
import type { MemoryGuard } from './memory-guard.ts'

export type RunEnd = WorkerCalls['job/run'][1]

export interface RunTools {
  readonly needs: Client<WorkerNeeds>
  readonly emit: Emit<WorkerEvents>
  /** Aborted to stop after the unit that is running. */
  readonly signal: AbortSignal
  readonly guard: MemoryGuard
}

/** Progress inside a unit is told at most this often. */
const reportPeriodMs = 100

/**
 * Runs a job from the units that are done to its end. Each unit's result is committed by the service
 * before the next unit starts, so what is computed after a crash is never built on what was lost.
 *
 * @returns `stopped` when the signal ended it between two units, `short` when memory ran short
 * @throws AppError of the unit that failed, or of the commit
 */
export async function runJob(
  job: Job,
  jobId: string,
  finished: readonly FinishedUnit[],
  tools: RunTools
): Promise<RunEnd> {
  const done = doneUnits(finished)
  const progress = progressOf(job, jobId, done, tools.emit)
  const known = knownResult(job, done, tools.needs)

  for (;;) {
    const resultId = await known()
    if (resultId !== null) return { state: 'known', resultId }
    // Commits and look-ups do this as well; here it does not depend on them that a stop is heard.
    await nextTurn()
    if (tools.signal.aborted) return { state: 'stopped' }
    const unit = job.next(done)
    if (unit === null) return { state: 'done', result: job.finish(done) }

    const { guard, signal } = tools
    try {
      await guard.admit(job, signal)
    } catch (thrown) {
      return { state: 'short', error: reportError(thrown) }
    }
    const watch = guard.watch(signal)
    tools.emit('unit/started', { jobId, unitId: unit.unitId, phase: unit.phase })
    progress(unit, 0, unit.phase)
    try {
      const context = contextOf(unit, jobId, { ...tools, signal: watch.signal }, progress)
      const result = await job.run(unit, done, context)
      await tools.needs.call('unit/commit', { jobId, unit: { unitId: unit.unitId, result } })
      done.set(unit.unitId, result)
    } catch (thrown) {
      if (isStop(thrown)) {
        if (watch.shortage) return { state: 'short', error: reportError(watch.shortage) }
        if (signal.aborted) return { state: 'stopped' }
      }
      throw thrown
    } finally {
      watch.end()
    }
    progress(unit, 0, unit.phase)
  }
}

/** Asks once, as soon as the job can tell its key, whether its result is there already. */
function knownResult(
  job: Job,
  done: DoneUnits,
  needs: Client<WorkerNeeds>
): () => Promise<string | null> {
  let isAsked = false
  return async () => {
    const keyFields = isAsked ? null : job.keyFields(done)
    if (keyFields === null) return null
    isAsked = true
    return needs.call('result/find', { keyFields })
  }
}

type TellProgress = (unit: Unit, unitFraction: number, phase: string) => void

function progressOf(
  job: Job,
  jobId: string,
  done: DoneUnits,
  emit: Emit<WorkerEvents>
): TellProgress {
  const startedMs = performance.now()
  const nDoneAtStart = done.size
  return (unit, unitFraction, phase) => {
    const { unitsDone, unitsTotal, fraction } = job.progress(done)
    const isOpen = !done.has(unit.unitId)
    const seconds = (performance.now() - startedMs) / 1_000
    const perSecond = (done.size - nDoneAtStart) / seconds
    emit('unit/progress', {
      jobId,
      phase,
      unitsDone,
      unitsTotal,
      fraction: Math.min(1, fraction + (isOpen ? unit.weight * unitFraction : 0)),
      throughput: perSecond > 0 ? `${perSecond.toPrecision(2)} units/s` : null
    })
  }
}

function contextOf(
  unit: Unit,
  jobId: string,
  { needs, emit, signal }: RunTools,
  progress: TellProgress
): UnitContext {
  let lastMs = performance.now()
  return {
    signal,
    report(fraction, phase = unit.phase) {
      const nowMs = performance.now()
      if (nowMs - lastMs < reportPeriodMs) return
      lastMs = nowMs
      progress(unit, Math.min(1, Math.max(0, fraction)), phase)
    },
    writeText: (text) => emit('generation/text', { ...text, jobId }),
    lookUpFingerprint: (identity) => needs.call('fingerprint/lookup', { identity }),
    async rememberFingerprint(identity, fingerprint) {
      await needs.call('fingerprint/remember', { identity, fingerprint })
    },
    readConcepts: (resultId) => needs.call('concepts/record', { resultId }),
    readConceptsLayer: (resultId, layer) => needs.call('concepts/layer', { resultId, layer }),
    readStudy: (resultId) => needs.call('study/record', { resultId }),
    readStudyPart: (resultId, partId) => needs.call('study/part', { resultId, partId }),
    lookUpAnswer: (key) => needs.call('answer/lookup', { key }),
    async rememberAnswer(key, answer) {
      await needs.call('answer/remember', { key, answer })
    },
    endpointKey: () => needs.call('endpoint/key', { jobId })
  }
}

/** A unit may give up half-way when it is asked to stop; its work is lost and done again later. */
function isStop(thrown: unknown): boolean {
  if (thrown instanceof AppError) return thrown.code === 'job/cancelled'
  return thrown instanceof Error && thrown.name === 'AbortError'
}

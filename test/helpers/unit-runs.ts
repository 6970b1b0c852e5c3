import { createJob } from '../../main/worker/jobs/create-job.ts'
import type { FinishedUnit, JobResult, JobSpec, UnitResult } from '../../main/worker/contract.ts'
import { doneUnits, type Job, type UnitContext } from '../../main/worker/job.ts'
import { idleContext } from './idle-needs.ts'

export interface UnitRun {
  /** Units that were done before, as they come out of the store. */
  readonly from?: readonly FinishedUnit[]
  /** Asked before each unit; false ends the run there. */
  readonly goesOn?: (unitId: string) => boolean
  readonly context?: Partial<UnitContext>
}

export interface UnitsDone {
  readonly units: readonly FinishedUnit[]
  readonly result: JobResult | null
}

/** A job in a fresh process' state, from given units on: what was done in all, and the result at its end. */
export async function runUnits(spec: JobSpec, run: UnitRun = {}): Promise<UnitsDone> {
  return runUnitsOf(await createJob(spec), run)
}

/** The same of a job that is made already; it is closed at the end. */
export async function runUnitsOf(
  job: Job,
  { from = [], goesOn = () => true, context = {} }: UnitRun = {}
): Promise<UnitsDone> {
  const done = doneUnits(structuredClone(from)) as Map<string, UnitResult>
  const units = () => [...done].map(([unitId, result]) => ({ unitId, result }))
  try {
    for (let unit = job.next(done); unit; unit = job.next(done)) {
      if (!goesOn(unit.unitId)) return { units: units(), result: null }
      done.set(unit.unitId, await job.run(unit, done, { ...idleContext, ...context }))
    }
    return { units: units(), result: job.finish(done) }
  } finally {
    await job.close()
  }
}

import type { DoneUnits, Job, Unit } from '../job.ts'

/** How far a job is. @param isPlanned whether all of its units are known: else their number is not told */
export function progressOfUnits(
  units: readonly Unit[],
  done: DoneUnits,
  isPlanned: boolean
): ReturnType<Job['progress']> {
  const finished = units.filter(({ unitId }) => done.has(unitId))
  return {
    unitsDone: finished.length,
    unitsTotal: isPlanned ? units.length : 0,
    fraction: Math.min(
      1,
      finished.reduce((sum, { weight }) => sum + weight, 0)
    )
  }
}

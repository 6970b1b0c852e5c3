import type { FinishedUnit, UnitResult } from '../../worker/contract.ts'
import type { LiveJob } from '../jobs/live-job.ts'
import { withArrays } from '../store/units.ts'
import { neededArrays } from './needed-arrays.ts'

/**
 * What is done of the job that is looked at, as far as its record needs it. Each unit is read once: views ask
 * several times a second, and a unit does not change.
 */
export class DoneUnits {
  #last: { readonly jobId: string; readonly units: Map<string, UnitResult> } | null = null

  /** In the order of their commit. */
  of({ jobId, row, store }: Pick<LiveJob, 'jobId' | 'row' | 'store'>): FinishedUnit[] {
    if (this.#last?.jobId !== jobId) this.#last = { jobId, units: new Map() }
    const { units } = this.#last
    const isNeeded = neededArrays(row.spec.kind)
    return store.units.ids(jobId).flatMap((unitId) => {
      const known = units.get(unitId)
      if (known !== undefined) return [{ unitId, result: known }]
      const read = store.units.get(jobId, unitId)
      if (read === null) return []
      const result = withArrays(read, isNeeded)
      units.set(unitId, result)
      return [{ unitId, result }]
    })
  }
}

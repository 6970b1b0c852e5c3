import type { UnitResult } from '../contract.ts'
import type { DoneUnits } from '../job.ts'

/** A unit's result with how long it took: what the record of a run that was stopped in between adds up. */
export async function withSeconds(run: () => Promise<UnitResult>): Promise<UnitResult> {
  const startedMs = performance.now()
  const { values, arrays } = await run()
  return { values: { ...values, seconds: (performance.now() - startedMs) / 1_000 }, arrays }
}

/** Of all units that are done. */
export function secondsOf(done: DoneUnits): number {
  let seconds = 0
  for (const { values } of done.values()) {
    if (typeof values['seconds'] === 'number') seconds += values['seconds']
  }
  return seconds
}

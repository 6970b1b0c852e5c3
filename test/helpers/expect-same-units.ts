import { expect } from 'vitest'
import type { FinishedUnit, JobSpec } from '../../main/worker/contract.ts'
import { runUnits } from './unit-runs.ts'

/** Holds each unit of a job to the values and bytes that a fresh job gives it after the ones before. */
export async function expectSameUnits(
  spec: JobSpec,
  units: readonly FinishedUnit[]
): Promise<void> {
  for (const [kept, expected] of units.entries()) {
    // A fresh job does one unit: what later ones build on is then the same, unit by unit.
    let left = 1
    const goesOn = () => left-- > 0
    const { units: resumed } = await runUnits(spec, { from: units.slice(0, kept), goesOn })
    const found = resumed.at(-1)!
    expect(resumed.length).toBe(kept + 1)
    expect(found.unitId).toBe(expected.unitId)
    expect(found.result.arrays, found.unitId).toEqual(expected.result.arrays)
    if (found.unitId.startsWith('plan/')) continue // Says how much memory was free.
    const steady = { ...expected.result.values, seconds: expect.any(Number) as number }
    expect(found.result.values, found.unitId).toEqual(steady)
  }
}

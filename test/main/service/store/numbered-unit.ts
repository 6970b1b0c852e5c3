import type { FinishedUnit } from '../../../../main/worker/contract.ts'

/** The same number gives the same unit; every third lies in a file. */
export function numberedUnit(i: number): FinishedUnit {
  const length = i % 3 === 0 ? 40_000 : 100
  return {
    unitId: `unit-${i}`,
    result: {
      values: { i },
      arrays: { x: Float32Array.from({ length }, (_, k) => Math.sin(i + k * k)) }
    }
  }
}

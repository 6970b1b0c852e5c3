/** How short memory is while a job runs, and what is done about it (trust.md DUR-22). */

import { availableMemory } from './available-memory.ts'

/** `shed` caches, `spill` what can be loaded again, `pause` before the next unit, `stop` the unit too. */
export type Pressure = 'none' | 'shed' | 'spill' | 'pause' | 'stop'

/** Shares of what this process has and could still have; those of Dask's workers. */
export const pressureThresholds = { shed: 0.6, spill: 0.7, pause: 0.8, stop: 0.95 } as const

export interface MemoryReading {
  readonly residentBytes: number
  /** Free to this process, under a container's limit too. */
  readonly availableBytes: number
}

export type MemoryMeter = () => MemoryReading

export const systemMeter: MemoryMeter = () => ({
  residentBytes: process.memoryUsage.rss(),
  availableBytes: availableMemory()
})

/** Rises as this process grows and as others take what is free. */
export function pressureOf({ residentBytes, availableBytes }: MemoryReading): Pressure {
  const share = residentBytes / (residentBytes + availableBytes)
  if (share >= pressureThresholds.stop) return 'stop'
  if (share >= pressureThresholds.pause) return 'pause'
  if (share >= pressureThresholds.spill) return 'spill'
  return share >= pressureThresholds.shed ? 'shed' : 'none'
}

/** New units wait. */
export function holdsUnits(pressure: Pressure): boolean {
  return pressure === 'pause' || pressure === 'stop'
}

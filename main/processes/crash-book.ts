/** At most two restarts by itself: the third crash within five minutes stops (trust.md DUR-18). */
export const crashLimit = 3
export const crashWindowMs = 5 * 60_000
/** A unit that took its process down twice is not tried again. */
export const crashesOfOneUnit = 2

export type CrashVerdict = 'restart' | 'too-often' | 'same-unit'

/** Counts crashes of one undertaking and says whether to go on. Times are monotonic milliseconds. */
export class CrashBook {
  readonly #timesMs: number[] = []
  readonly #byUnit = new Map<string, number>()

  /** @param unitId  what the process was on when it died, null when unknown */
  record(unitId: string | null, atMs: number): CrashVerdict {
    this.#timesMs.push(atMs)
    if (unitId !== null) {
      const count = (this.#byUnit.get(unitId) ?? 0) + 1
      this.#byUnit.set(unitId, count)
      if (count >= crashesOfOneUnit) return 'same-unit'
    }
    return this.isTooOften(atMs) ? 'too-often' : 'restart'
  }

  isTooOften(atMs: number): boolean {
    const recent = this.#timesMs.filter((timeMs) => atMs - timeMs < crashWindowMs)
    return recent.length >= crashLimit
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../errors.ts'
import type { Job } from './job.ts'
import { holdsUnits, pressureOf, type MemoryMeter } from './memory-pressure.ts'

export interface GuardTimes {
  /** How long a unit waits for memory before the run is paused. */
  readonly patienceMs: number
  readonly periodMs: number
}

export interface UnitWatch {
  readonly signal: AbortSignal
  /** Why the unit was ended, once memory was all but gone. */
  readonly shortage: AppError | null
  end(): void
}

const usualTimes: GuardTimes = { patienceMs: 20_000, periodMs: 500 }

/** Watches memory for one run: frees what can be freed, holds the next unit, ends a unit at the last. */
export class MemoryGuard {
  readonly #meter: MemoryMeter
  readonly #times: GuardTimes

  constructor(meter: MemoryMeter, times: GuardTimes = usualTimes) {
    this.#meter = meter
    this.#times = times
  }

  /**
   * Before a unit: frees what the job can do without, then waits while memory is short.
   *
   * @throws AppError `engine/out-of-memory` when it stays short; the units done are kept
   */
  async admit(job: Job, signal: AbortSignal): Promise<void> {
    const pressure = pressureOf(this.#meter())
    if (pressure === 'none') return
    await job.relieve?.(pressure === 'shed' ? 'shed' : 'spill')
    for (
      let waitedMs = 0;
      holdsUnits(pressureOf(this.#meter()));
      waitedMs += this.#times.periodMs
    ) {
      if (signal.aborted) return
      if (waitedMs >= this.#times.patienceMs) throw this.#shortage()
      await sleep(this.#times.periodMs)
    }
  }

  /**
   * While a unit runs: `signal` is aborted with `outer`, and when memory is all but gone; `shortage` then
   * says so.
   */
  watch(outer: AbortSignal): UnitWatch {
    const controller = new AbortController()
    let shortage: AppError | null = null
    const stop = () => controller.abort()
    outer.addEventListener('abort', stop)
    if (outer.aborted) stop()
    const timer = setInterval(() => {
      if (shortage !== null || pressureOf(this.#meter()) !== 'stop') return
      shortage = this.#shortage()
      stop()
    }, this.#times.periodMs)
    return {
      signal: controller.signal,
      get shortage() {
        return shortage
      },
      end() {
        clearInterval(timer)
        outer.removeEventListener('abort', stop)
      }
    }
  }

  #shortage(): AppError {
    const { residentBytes, availableBytes } = this.#meter()
    const mebibytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`
    return new AppError(
      'engine/out-of-memory',
      `memory is short: the run holds ${mebibytes(residentBytes)}, free are ${mebibytes(availableBytes)}`,
      { hint: 'Close other programs and resume the run, or start it anew with streamed memory.' }
    )
  }
}

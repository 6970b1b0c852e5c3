import type { Clock } from '../../main/analyses/labels/llm/clock.ts'
import { AppError } from '../../main/errors.ts'

/** A clock whose waits pass at once and are kept, in milliseconds. */
export class FakeClock implements Clock {
  readonly waitsMs: number[] = []
  #nowMs: number

  constructor(nowMs = Date.UTC(2026, 0, 1)) {
    this.#nowMs = nowMs
  }

  nowMs(): number {
    return this.#nowMs
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw new AppError('job/cancelled', 'stopped')
    this.waitsMs.push(ms)
    this.#nowMs += ms
  }

  /** Half of the jitter. */
  random(): number {
    return 0.5
  }
}

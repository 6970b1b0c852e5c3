import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../../../errors.ts'

/** Time and chance, apart from the work, so that waits can be tried without waiting. */
export interface Clock {
  /** Milliseconds since 1970. */
  nowMs(): number
  /** @throws AppError `job/cancelled` as soon as the signal is aborted */
  sleep(ms: number, signal: AbortSignal): Promise<void>
  /** [0, 1); decides about waits only, never about results. */
  random(): number
}

export const systemClock: Clock = {
  nowMs: Date.now,
  async sleep(ms, signal) {
    try {
      await sleep(ms, undefined, { signal })
    } catch (thrown) {
      if (signal.aborted) throw new AppError('job/cancelled', 'the labelling was stopped')
      throw thrown
    }
  },
  random: Math.random
}

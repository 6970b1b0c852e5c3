/** How long to wait between two requests. All in milliseconds. */
import type { Clock } from './clock.ts'

const firstBackoffMs = 1_000
const longestBackoffMs = 30_000
/** A server may ask for hours; then it is better to say so than to sit there. */
const longestRetryAfterMs = 120_000

/**
 * Exponential backoff with jitter: between a half and the whole of `1 s · 2^nFailed`, at most 30 s.
 *
 * @param nFailed  tries before this one that failed, less one: 0 after the first
 */
export function backoffMs(nFailed: number, random: () => number): number {
  const whole = Math.min(longestBackoffMs, firstBackoffMs * 2 ** nFailed)
  return whole * (0.5 + random() / 2)
}

/**
 * What a Retry-After header asks for (RFC 9110 section 10.2.3): seconds or a date. Null where there is
 * none, or none that can be read; never more than two minutes.
 */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  const text = header?.trim() ?? ''
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - nowMs
  return Number.isNaN(ms) ? null : Math.min(longestRetryAfterMs, Math.max(0, ms))
}

/** Keeps starts of requests apart, so that no more than so many a minute are sent. */
export class Pace {
  readonly #clock: Clock
  readonly #gapMs: number
  #nextMs = 0

  /** @param requestsPerMinute  0 for no limit */
  constructor(requestsPerMinute: number, clock: Clock) {
    this.#clock = clock
    this.#gapMs = requestsPerMinute === 0 ? 0 : 60_000 / requestsPerMinute
  }

  async turn(signal: AbortSignal): Promise<void> {
    const waitMs = this.#nextMs - this.#clock.nowMs()
    if (waitMs > 0) await this.#clock.sleep(waitMs, signal)
    this.#nextMs = this.#clock.nowMs() + this.#gapMs
  }
}

/**
 * Measures how long a job has been computing, over all its tries, and guesses what is left. Durations
 * come from the monotonic clock: setting the system's time changes nothing (trust.md DUR-24).
 */
export class JobClock {
  readonly #earlierMs: number
  readonly #now: () => number
  #startedMs: number | null = null
  #startFraction = 0
  #tryMs = 0

  /** @param earlierMs  what earlier tries took, milliseconds */
  constructor(earlierMs: number, now: () => number = () => performance.now()) {
    this.#earlierMs = earlierMs
    this.#now = now
  }

  /** @param fraction  where this try starts, 0–1 */
  start(fraction: number): void {
    this.#startedMs = this.#now()
    this.#startFraction = fraction
  }

  stop(): void {
    this.#tryMs = this.#sinceStartMs()
    this.#startedMs = null
  }

  get elapsedMs(): number {
    return Math.round(this.#earlierMs + this.#sinceStartMs())
  }

  /** Milliseconds left if this try goes on as it has so far; null while there is too little to go by. */
  remainingMs(fraction: number): number | null {
    if (this.#startedMs === null) return null
    const gained = fraction - this.#startFraction
    const tookMs = this.#sinceStartMs()
    if (gained < 0.005 || tookMs < 500) return null
    return Math.round((tookMs / gained) * (1 - fraction))
  }

  #sinceStartMs(): number {
    return this.#startedMs === null ? this.#tryMs : this.#now() - this.#startedMs
  }
}

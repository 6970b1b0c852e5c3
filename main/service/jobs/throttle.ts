/** Lets a value through at most once in `periodMs`; the newest one that was held back follows later. */
export class Throttle<Value> {
  readonly #periodMs: number
  readonly #send: (value: Value) => void
  #held: Value | null = null
  #timer: NodeJS.Timeout | null = null

  constructor(periodMs: number, send: (value: Value) => void) {
    this.#periodMs = periodMs
    this.#send = send
  }

  push(value: Value): void {
    if (this.#timer !== null) this.#held = value
    else this.pushNow(value)
  }

  /** For what must not wait; replaces what was held back. */
  pushNow(value: Value): void {
    this.cancel()
    this.#send(value)
    this.#timer = setTimeout(() => {
      this.#timer = null
      const held = this.#held
      this.#held = null
      if (held !== null) this.pushNow(held)
    }, this.#periodMs)
    this.#timer.unref()
  }

  cancel(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#held = null
  }
}

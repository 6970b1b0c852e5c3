import type { ErrorReport } from '../../preload/contract.ts'
import type { PartSource } from '../../preload/data.ts'
import { reportOf } from '../api.ts'

/** The layers of the result on screen, each read once, when it is first looked at. */
export class HeadsParts<Part> {
  error = $state.raw<ErrorReport>()
  /** Layers that are on their way. */
  reading = $state.raw<ReadonlySet<number>>(new Set())
  // Raw and replaced whole: the arrays of a layer must not be proxied.
  #parts = $state.raw<ReadonlyMap<number, Part>>(new Map())
  #ask: (source: PartSource, layer: number) => Promise<Part | null>
  #mostKept: number
  #ticket = 0

  /** @param mostKept  parts that stay in memory; the ones read first are forgotten */
  constructor(
    ask: (source: PartSource, layer: number) => Promise<Part | null>,
    mostKept = Infinity
  ) {
    this.#ask = ask
    this.#mostKept = mostKept
  }

  get(layer: number | null): Part | undefined {
    return layer === null ? undefined : this.#parts.get(layer)
  }

  /** Asks for a layer that is not there yet. */
  async read(source: PartSource, layer: number): Promise<void> {
    if (this.#parts.has(layer) || this.reading.has(layer)) return
    const ticket = this.#ticket
    this.reading = new Set([...this.reading, layer])
    try {
      const part = await this.#ask(source, layer)
      if (ticket !== this.#ticket) return
      this.error = undefined
      if (!part) return
      const parts: [number, Part][] = [...this.#parts, [layer, part]]
      this.#parts = new Map(parts.slice(-this.#mostKept))
    } catch (thrown) {
      if (ticket === this.#ticket) this.error = reportOf(thrown)
    } finally {
      if (ticket === this.#ticket) {
        this.reading = new Set([...this.reading].filter((other) => other !== layer))
      }
    }
  }

  /** Another result is on screen. */
  clear(): void {
    this.#ticket++
    this.#parts = new Map()
    this.reading = new Set()
    this.error = undefined
  }
}

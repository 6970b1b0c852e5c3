import type { ErrorReport } from '../../preload/contract.ts'
import type { ConceptsLayer } from '../../preload/analysis/concepts/record.ts'
import type { PartSource } from '../../preload/data.ts'
import { call, reportOf } from '../api.ts'

/** The layers of the result on screen, each read once, when it is first looked at. */
export class ConceptsLayers {
  error = $state.raw<ErrorReport>()
  /** Layers that are on their way. */
  reading = $state.raw<ReadonlySet<number>>(new Set())
  // Raw and replaced whole: the arrays of a layer must not be proxied.
  #layers = $state.raw<ReadonlyMap<number, ConceptsLayer>>(new Map())
  #ticket = 0

  get(layer: number | null): ConceptsLayer | undefined {
    return layer === null ? undefined : this.#layers.get(layer)
  }

  /** Asks for a layer that is not there yet. */
  async read(source: PartSource, layer: number): Promise<void> {
    if (this.#layers.has(layer) || this.reading.has(layer)) return
    const ticket = this.#ticket
    this.reading = new Set([...this.reading, layer])
    try {
      const part = await call('concepts/layer', { source, layer })
      if (ticket !== this.#ticket) return
      this.error = undefined
      if (part) this.#layers = new Map([...this.#layers, [layer, part]])
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
    this.#layers = new Map()
    this.reading = new Set()
    this.error = undefined
  }
}

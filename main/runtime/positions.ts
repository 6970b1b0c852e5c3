/** Inputs that depend on positions alone: rotary tables and masks. */
import type { ModelConfig } from '../checkpoint/config.ts'
import { rotaryTables, type RotaryTables } from '../graph/layers/rotary-tables.ts'
import { floats, integers, type Feeds } from './tensor.ts'

/** Rotary tables of a sequence and the masks of its chunks. */
export class Positions {
  readonly #config: ModelConfig
  readonly #tables: RotaryTables
  readonly #nPositions: number

  /** @param nSequence length of the whole sequence, response included: `dynamic` frequencies follow it */
  constructor(config: ModelConfig, nPositions: number, nSequence: number) {
    this.#config = config
    this.#nPositions = nPositions
    this.#tables = rotaryTables(config.rope, config.dHead, nPositions, nSequence)
  }

  /** The shared inputs for positions `from` … `to` − 1 of layer `index`, `nDirections` each. */
  feeds(index: number, from: number, to: number, nDirections: number): Feeds {
    const half = this.#config.dHead / 2
    const count = to - from
    return {
      size: integers([count, nDirections]),
      cos: floats(this.#tables.cos, [this.#nPositions, half]),
      sin: floats(this.#tables.sin, [this.#nPositions, half]),
      positionIds: integers(
        Array.from({ length: count }, (_, i) => from + i),
        [count, 1]
      ),
      mask: floats(causalMask(from, to, this.#config.slidingWindow[index] ?? null), [count, to])
    }
  }
}

/** [to − from, to]: 0 where the query may look, −∞ elsewhere. A window w sees its own and the w − 1 positions before. */
export function causalMask(from: number, to: number, window: number | null): Float32Array {
  const mask = new Float32Array((to - from) * to).fill(-Infinity)
  for (let query = from; query < to; query++) {
    const row = (query - from) * to
    mask.fill(0, row + firstKeyOf(query, window), row + query + 1)
  }
  return mask
}

/** The first position that a query looks at; the last is its own. */
export function firstKeyOf(query: number, window: number | null): number {
  return window === null ? 0 : Math.max(0, query - window + 1)
}

import type { AttentionLayer } from '../../../preload/analysis/heads/attention-record.ts'
import { assertPromptFits, patternOperations } from '../../analyses/attention/attention-needs.ts'
import { AttentionPass } from '../../analyses/attention/attention-pass.ts'
import type { Role } from '../../../preload/data.ts'
import type { Checkpoint } from '../../checkpoint/checkpoint.ts'
import { cpu } from '../../runtime/device.ts'
import { Model } from '../../runtime/model.ts'
import { availableMemory } from '../available-memory.ts'
import type { UnitContext } from '../job.ts'

export interface AttentionEngineParts {
  /** Base first. */
  readonly sides: readonly {
    readonly role: Role
    readonly checkpoint: Checkpoint
    readonly ids: readonly number[]
  }[]
  /** All layers of the run, ascending. */
  readonly layers: readonly number[]
  /** The first of them that is still to be done. */
  readonly from: number
  readonly nThreads: number
}

/** The models of a run, a layer of each in memory, with what goes into the next layer. */
export class AttentionEngine {
  readonly #layers: readonly number[]
  readonly #sides: readonly {
    readonly role: Role
    readonly model: Model
    readonly pass: AttentionPass
    readonly nTokens: number
  }[]

  /** @throws AppError `request/invalid` for a prompt that is too long, `engine/out-of-memory` */
  constructor({ sides, layers, from, nThreads }: AttentionEngineParts) {
    const extents = sides.map(({ role, checkpoint: { name, config }, ids }) => ({
      role,
      name,
      config,
      nTokens: ids.length,
      nLayers: layers.filter((layer) => layer >= from && layer < config.nLayers).length
    }))
    assertPromptFits(extents, availableMemory())
    this.#layers = layers
    this.#sides = sides.map(({ role, checkpoint, ids }) => {
      // A layer is used once: nothing is gained by keeping it.
      const model = new Model(checkpoint, { device: cpu, nThreads, memory: 'streamed' })
      return { role, model, pass: new AttentionPass(model, ids), nTokens: ids.length }
    })
  }

  /** The weights of all heads of a layer in every model that has it. */
  async layer(layer: number, { signal, report }: UnitContext): Promise<AttentionLayer> {
    const startedMs = performance.now()
    const present = this.#sides.filter(({ model }) => layer < model.layers.nLayers)
    const sides: AttentionLayer['sides'][number][] = []
    for (const [i, { role, pass }] of present.entries()) {
      const weights = await pass.weights(layer, {
        signal,
        report: (fraction) => report((i + fraction) / present.length)
      })
      sides.push({ role, weights })
    }
    // Since the layer before it in this run; what a resumed run goes through anew is not counted.
    const nLayers = layer - (this.#layers.findLast((before) => before < layer) ?? -1)
    const operations = present.map(({ model, nTokens }) =>
      patternOperations(model.config, nTokens, nLayers)
    )
    return {
      layer,
      sides,
      operations: operations.reduce((sum, value) => sum + value, 0),
      seconds: (performance.now() - startedMs) / 1_000
    }
  }

  /** Frees what was loaded. What goes into the next layer stays: it is small, and a whole pass to get again. */
  async release(): Promise<void> {
    for (const { model } of this.#sides) await model.release()
  }
}

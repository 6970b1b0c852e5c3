import { AppError } from '../../errors.ts'
import { runAttention, type AttentionRun } from '../../runtime/attention-run.ts'
import type { Model } from '../../runtime/model.ts'
import type { Positions } from '../../runtime/positions.ts'
import { contextOf } from '../attribution/primal-pass.ts'
import { stopIfAborted } from '../stop-if-aborted.ts'
import { chunkOfRun } from './attention-needs.ts'

export interface LayerOptions {
  readonly signal: AbortSignal
  /** Share of the layers up to the one asked for that are done. */
  readonly report: (fraction: number) => void
}

/**
 * One pass of a model over a sequence, layer after layer, that looks at what its heads attend to. It holds
 * what goes into the next layer and nothing of those before: a layer that comes later is reached from
 * there, an earlier one from the embeddings, to the same bits.
 */
export class AttentionPass {
  readonly #model: Model
  readonly #ids: readonly number[]
  readonly #positions: Positions
  readonly #chunk: number
  #x: Float32Array | null = null
  /** Layers that `#x` has been through. */
  #depth = 0

  /** @param chunk positions that one run takes at most */
  constructor(model: Model, ids: readonly number[], chunk = chunkOfRun) {
    this.#model = model
    this.#ids = ids
    this.#positions = model.positions(ids.length, ids.length)
    this.#chunk = chunk
  }

  /**
   * The softmax attention weights of layer `index`, computed in float32.
   *
   * @returns [nHeads, nTokens, nTokens], row = the token that attends; rows sum to 1, what a token does not
   *   see is exactly 0
   * @throws AppError `job/cancelled` between two layers
   */
  async weights(index: number, { signal, report }: LayerOptions): Promise<Float32Array> {
    if (index < this.#depth) this.forget()
    const start = this.#depth
    for (;;) {
      await stopIfAborted(signal)
      const isAsked = this.#depth === index
      const { weights } = await this.#next(isAsked)
      report((this.#depth - start) / (index + 1 - start))
      if (weights !== null) return weights
    }
  }

  /** [nTokens, dModel] after the layers that were gone through, before the final norm; null before the first. */
  get hidden(): Float32Array | null {
    return this.#x
  }

  /** Lets go of the hidden states; the next layer is then reached from the embeddings. */
  forget(): void {
    this.#x = null
    this.#depth = 0
  }

  /** Goes through one more layer. */
  async #next(wantsWeights: boolean): Promise<AttentionRun> {
    const model = this.#model
    const index = this.#depth
    if (index >= model.layers.nLayers) {
      throw new AppError('internal', `layer ${index}, expected 0 to ${model.layers.nLayers - 1}`)
    }
    this.#x ??= await model.embed(this.#ids)
    const context = await contextOf(model, this.#positions, this.#chunk, index, 'shown')
    const window = model.config.slidingWindow[index] ?? null
    const run = await runAttention(context, this.#x, window, { wantsWeights })
    // Once over, a layer is not needed again.
    await model.layers.release('shown')
    this.#x = run.y
    this.#depth = index + 1
    return run
  }
}

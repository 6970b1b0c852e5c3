/** One pass of a model over a sequence, with what its derivatives need. */
import type { Model } from '../../runtime/model.ts'
import type { Positions } from '../../runtime/positions.ts'
import { runPrimal, type LayerContext, type SavedLayer } from '../../runtime/layer-runs.ts'
import type { Mode } from '../../graph/segments/layer-graph.ts'

export interface PassOptions {
  /** Positions that one run takes at most. */
  readonly chunk: number
  /** Keep every layer's saved values; else they are computed anew from the layer's input when asked for. */
  readonly keepSaved: boolean
  /** Leave the primal's sessions loaded for the next sequence; else they go as soon as they are not needed. */
  readonly keepSessions?: boolean
  readonly signal: AbortSignal
  /** Tokens that go through the layers, from the first on; all but the last unless told. */
  readonly nInputs?: number
  readonly onLayer?: (done: number, total: number) => void
}

export class PrimalPass {
  readonly model: Model
  /** [nInputs, dModel] after the last layer, before the final norm. */
  readonly final: Float32Array
  /** [nInputs, dModel] */
  readonly embeddings: Float32Array
  readonly #positions: Positions
  readonly chunk: number
  readonly #keepsSessions: boolean
  readonly #inputs: readonly Float32Array[]
  readonly #saved: (SavedLayer | null)[]

  private constructor(fields: {
    model: Model
    final: Float32Array
    positions: Positions
    chunk: number
    keepsSessions: boolean
    inputs: readonly Float32Array[]
    saved: (SavedLayer | null)[]
  }) {
    this.model = fields.model
    this.final = fields.final
    this.embeddings = fields.inputs[0] ?? fields.final
    this.#positions = fields.positions
    this.chunk = fields.chunk
    this.#keepsSessions = fields.keepsSessions
    this.#inputs = fields.inputs
    this.#saved = fields.saved
  }

  /**
   * @param ids the whole sequence; its last token predicts nothing that is asked for and is left out of the pass
   * @returns null when aborted
   */
  static async run(
    model: Model,
    ids: readonly number[],
    options: PassOptions
  ): Promise<PrimalPass | null> {
    // The last token too: its logit is asked for, though it does not go through the layers.
    model.assertTokens(ids)
    const nInputs = options.nInputs ?? ids.length - 1
    const positions = model.positions(nInputs, ids.length)
    const keepsSessions = options.keepSessions ?? false
    const inputs: Float32Array[] = []
    const saved: (SavedLayer | null)[] = []
    let x = await model.embed(ids.slice(0, nInputs))
    for (let index = 0; index < model.layers.nLayers; index++) {
      if (options.signal.aborted) return null
      inputs.push(x)
      const context = await contextOf(model, positions, options.chunk, index, 'primal')
      const run = await runPrimal(context, x)
      saved.push(options.keepSaved ? run.saved : null)
      x = run.y
      // Once over, the primal sessions are not needed unless saved values must be computed anew.
      if (options.keepSaved && !keepsSessions) await model.layers.release('primal')
      options.onLayer?.(index + 1, model.layers.nLayers)
    }
    const { chunk } = options
    return new PrimalPass({ model, final: x, positions, chunk, keepsSessions, inputs, saved })
  }

  /** What layer `index` saved. */
  async saved(index: number): Promise<SavedLayer> {
    const kept = this.#saved[index]
    if (kept) return kept
    const run = await runPrimal(await this.context(index, 'primal'), this.#inputs[index]!)
    // Needed for this one run: with resident memory it would stay beside the derivative's session.
    if (!this.#keepsSessions) await this.model.layers.release('primal')
    return run.saved
  }

  /** Lets go of kept values; `saved` computes them anew. */
  forget(): void {
    this.#saved.fill(null)
  }

  async context(index: number, mode: Mode): Promise<LayerContext> {
    return contextOf(this.model, this.#positions, this.chunk, index, mode)
  }
}

export async function contextOf(
  model: Model,
  positions: Positions,
  chunk: number,
  index: number,
  mode: Mode
): Promise<LayerContext> {
  return {
    layer: model.layers.layer,
    index,
    session: await model.layers.get(index, mode),
    positions,
    chunk
  }
}

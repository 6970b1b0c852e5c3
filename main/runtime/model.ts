import type { Checkpoint } from '../checkpoint/checkpoint.ts'
import type { ModelConfig } from '../checkpoint/config.ts'
import { gatherRows, readTensor } from '../checkpoint/read-tensor.ts'
import { AppError } from '../errors.ts'
import { Head } from './head.ts'
import { LayerSessions, type LayerSessionsOptions } from './layer-sessions.ts'
import { Positions } from './positions.ts'

/** A checkpoint that computes: its layers, its output embedding, its input embedding read from disk by row. */
export class Model {
  readonly checkpoint: Checkpoint
  readonly config: ModelConfig
  readonly layers: LayerSessions
  readonly head: Head
  #finalGain: Promise<Float32Array> | undefined

  constructor(checkpoint: Checkpoint, options: LayerSessionsOptions) {
    this.checkpoint = checkpoint
    this.config = checkpoint.config
    this.layers = new LayerSessions(checkpoint, options)
    this.head = new Head(checkpoint, options)
  }

  /** @throws AppError `request/invalid` for an id beyond the embedding's rows */
  assertTokens(ids: readonly number[]): void {
    const nRows = this.checkpoint.tensors.embedding.shape[0]!
    const bad = ids.find((id) => id < 0 || id >= nRows)
    if (bad === undefined) return
    throw new AppError(
      'request/invalid',
      `token id ${bad}, expected 0 to ${nRows - 1}: the embedding of ${this.checkpoint.name} has ${nRows} rows`,
      {
        hint: 'The tokenizer in the folder belongs to another model.'
      }
    )
  }

  /** Input embeddings, [nTokens, dModel]. */
  async embed(ids: readonly number[]): Promise<Float32Array> {
    this.assertTokens(ids)
    return gatherRows(this.checkpoint.tensors.embedding, ids)
  }

  /** Rows of the output embedding, [nTokens, dModel]. */
  async outputEmbeddings(ids: readonly number[]): Promise<Float32Array> {
    this.assertTokens(ids)
    return gatherRows(this.checkpoint.tensors.head, ids)
  }

  /** [dModel] */
  async finalGain(): Promise<Float32Array> {
    this.#finalGain ??= readTensor(this.checkpoint.tensors.finalNorm)
    return this.#finalGain
  }

  positions(nPositions: number, nSequence: number): Positions {
    return new Positions(this.config, nPositions, nSequence)
  }

  async release(): Promise<void> {
    await this.layers.release()
    await this.head.release()
  }
}

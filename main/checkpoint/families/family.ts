/** A model family: how its config is read and what its tensors are called. */
import type { ModelConfig } from '../config.ts'
import type { ConfigFields } from './config-fields.ts'

/** A value for every tensor of one layer; the optional ones exist in some configs only. */
export interface LayerRoles<T> {
  readonly inputNorm: T
  readonly q: T
  readonly k: T
  readonly v: T
  readonly o: T
  readonly postAttentionNorm: T
  readonly gate: T
  readonly up: T
  readonly down: T
  readonly qBias?: T
  readonly kBias?: T
  readonly vBias?: T
  readonly oBias?: T
  readonly qNorm?: T
  readonly kNorm?: T
  readonly gateBias?: T
  readonly upBias?: T
  readonly downBias?: T
}

/** What the checkpoint must hold: the tensor's name and its shape, weights as [out, in]. */
export interface TensorSpec {
  readonly name: string
  readonly shape: readonly number[]
}

export interface TensorNames {
  readonly layers: readonly LayerRoles<TensorSpec>[]
  readonly embedding: TensorSpec
  readonly finalNorm: TensorSpec
  /** May be absent from the checkpoint when embeddings are tied. */
  readonly head: TensorSpec
}

export interface Family {
  /** `model_type` in config.json. */
  readonly modelType: string
  readonly architecture: string
  readConfig(fields: ConfigFields, architecture: string): ModelConfig
  tensorNames(config: ModelConfig): TensorNames
  /** Tensors that old exports hold and nothing computes with. */
  isIgnored(name: string): boolean
}

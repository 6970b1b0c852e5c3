/** What the families with LLaMA's skeleton share: sizes, names of tensors, their shapes. */
import type { ModelConfig } from '../config.ts'
import { configLimits, type ConfigFields } from './config-fields.ts'
import type { LayerRoles, TensorNames, TensorSpec } from './family.ts'
import { readRope } from './rope.ts'

/** Values that a family's config class has where a file leaves the field out. */
export interface SkeletonDefaults {
  readonly maxPositions: number
  readonly bosTokenId: number | null
  readonly eosTokenIds: readonly number[]
  /** Key/value heads of a file without the field; null: as many as heads. */
  readonly nKvHeads: number | null
  /** Size of a head of a file without the field; null: hidden size by heads. */
  readonly dHead: number | null
}

/** The fields that every family of the skeleton reads in the same way. */
export function readSkeleton(
  fields: ConfigFields,
  defaults: SkeletonDefaults
): Omit<
  ModelConfig,
  'family' | 'architecture' | 'attentionBias' | 'feedForwardBias' | 'queryKeyNorm' | 'slidingWindow'
> {
  const dModel = fields.size('hidden_size', configLimits.hidden)
  const nHeads = fields.size('num_attention_heads', configLimits.heads)
  const kvFallback = fields.isNull('num_key_value_heads') ? nHeads : (defaults.nKvHeads ?? nHeads)
  const nKvHeads = fields.size('num_key_value_heads', configLimits.heads, kvFallback)
  if (nHeads % nKvHeads !== 0) {
    throw fields.malformed(
      `${nHeads} attention heads, expected a multiple of ${nKvHeads} key/value heads`
    )
  }
  const maxPositions = fields.size(
    'max_position_embeddings',
    configLimits.positions,
    defaults.maxPositions
  )
  return {
    nLayers: fields.size('num_hidden_layers', configLimits.layers),
    nHeads,
    nKvHeads,
    dHead: readHeadSize(fields, dModel, nHeads, defaults),
    dModel,
    dFfn: fields.size('intermediate_size', configLimits.feedForward),
    nVocab: fields.size('vocab_size', configLimits.vocabulary),
    maxPositions,
    normEpsilon: fields.positive('rms_norm_eps', 1e-6),
    tiedEmbeddings: fields.boolean('tie_word_embeddings', false),
    activation: readActivation(fields),
    rope: readRope(fields, maxPositions),
    bosTokenId:
      fields.tokenId('bos_token_id') ??
      orDefault(fields, 'bos_token_id', defaults.bosTokenId, null),
    eosTokenIds:
      fields.tokenIds('eos_token_id') ??
      orDefault(fields, 'eos_token_id', defaults.eosTokenIds, []),
    dtype: fields.text('dtype') ?? fields.text('torch_dtype') ?? null
  }
}

/** An absent field has its class's default; one written as null has none. */
function orDefault<T>(fields: ConfigFields, key: string, absent: T, none: T): T {
  return fields.isNull(key) ? none : absent
}

function readHeadSize(
  fields: ConfigFields,
  dModel: number,
  nHeads: number,
  defaults: SkeletonDefaults
): number {
  const usesDefault = defaults.dHead !== null && !fields.isNull('head_dim')
  const fallback = usesDefault ? defaults.dHead : dModel / nHeads
  if (!fields.has('head_dim') && !Number.isInteger(fallback)) {
    throw fields.malformed(
      `hidden_size ${dModel}, expected a multiple of ${nHeads} attention heads`
    )
  }
  const dHead = fields.size('head_dim', configLimits.hidden, fallback)
  // Rope turns pairs of coordinates.
  if (dHead % 2 !== 0) throw fields.malformed(`head size ${dHead}, expected an even number`)
  return dHead
}

function readActivation(fields: ConfigFields): 'silu' {
  const name = fields.text('hidden_act') ?? 'silu'
  // transformers has both names for x · sigmoid(x).
  if (name === 'silu' || name === 'swish') return 'silu'
  throw fields.unsupported(`hidden_act ${JSON.stringify(name)}, supported is "silu"`)
}

/** Tensor names of `…ForCausalLM` classes with LLaMA's skeleton. */
export function skeletonTensorNames(config: ModelConfig): TensorNames {
  const { nLayers, nVocab, dModel } = config
  return {
    layers: Array.from({ length: nLayers }, (_, l) => layerNames(config, `model.layers.${l}.`)),
    embedding: { name: 'model.embed_tokens.weight', shape: [nVocab, dModel] },
    finalNorm: { name: 'model.norm.weight', shape: [dModel] },
    head: { name: 'lm_head.weight', shape: [nVocab, dModel] }
  }
}

function layerNames(config: ModelConfig, prefix: string): LayerRoles<TensorSpec> {
  const { dModel, dFfn, dHead, attentionBias, feedForwardBias, queryKeyNorm } = config
  const dQuery = config.nHeads * dHead
  const dKey = config.nKvHeads * dHead
  const spec = (name: string, ...shape: number[]) => ({ name: prefix + name, shape })
  const attention = (name: string, ...shape: number[]) => spec(`self_attn.${name}`, ...shape)
  const mlp = (name: string, ...shape: number[]) => spec(`mlp.${name}`, ...shape)
  return {
    inputNorm: spec('input_layernorm.weight', dModel),
    q: attention('q_proj.weight', dQuery, dModel),
    k: attention('k_proj.weight', dKey, dModel),
    v: attention('v_proj.weight', dKey, dModel),
    o: attention('o_proj.weight', dModel, dQuery),
    postAttentionNorm: spec('post_attention_layernorm.weight', dModel),
    gate: mlp('gate_proj.weight', dFfn, dModel),
    up: mlp('up_proj.weight', dFfn, dModel),
    down: mlp('down_proj.weight', dModel, dFfn),
    ...(attentionBias.q && { qBias: attention('q_proj.bias', dQuery) }),
    ...(attentionBias.k && { kBias: attention('k_proj.bias', dKey) }),
    ...(attentionBias.v && { vBias: attention('v_proj.bias', dKey) }),
    ...(attentionBias.o && { oBias: attention('o_proj.bias', dModel) }),
    ...(queryKeyNorm && { qNorm: attention('q_norm.weight', dHead) }),
    ...(queryKeyNorm && { kNorm: attention('k_norm.weight', dHead) }),
    ...(feedForwardBias && { gateBias: mlp('gate_proj.bias', dFfn) }),
    ...(feedForwardBias && { upBias: mlp('up_proj.bias', dFfn) }),
    ...(feedForwardBias && { downBias: mlp('down_proj.bias', dModel) })
  }
}

/** Frequencies of rope, which old exports stored by layer. */
export function isRopeBuffer(name: string): boolean {
  return name.endsWith('rotary_emb.inv_freq')
}

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { f32, layOutSafetensors, type PlainTensor } from './safetensors-bytes.ts'

/** A one-layer LLaMA: hidden 4, two heads of 2, one key/value head, inner 3, vocabulary 5. */
export const tinyConfig: Readonly<Record<string, unknown>> = {
  architectures: ['LlamaForCausalLM'],
  model_type: 'llama',
  hidden_size: 4,
  intermediate_size: 3,
  num_hidden_layers: 1,
  num_attention_heads: 2,
  num_key_value_heads: 1,
  vocab_size: 5,
  max_position_embeddings: 16,
  tie_word_embeddings: false,
  bos_token_id: 1,
  eos_token_id: 2,
  torch_dtype: 'float32'
}

const shapes: Readonly<Record<string, readonly number[]>> = {
  'model.embed_tokens.weight': [5, 4],
  'model.layers.0.input_layernorm.weight': [4],
  'model.layers.0.self_attn.q_proj.weight': [4, 4],
  'model.layers.0.self_attn.k_proj.weight': [2, 4],
  'model.layers.0.self_attn.v_proj.weight': [2, 4],
  'model.layers.0.self_attn.o_proj.weight': [4, 4],
  'model.layers.0.post_attention_layernorm.weight': [4],
  'model.layers.0.mlp.gate_proj.weight': [3, 4],
  'model.layers.0.mlp.up_proj.weight': [3, 4],
  'model.layers.0.mlp.down_proj.weight': [4, 3],
  'model.norm.weight': [4],
  'lm_head.weight': [5, 4]
}

/** Every tensor that the tiny model needs, filled with 0.5, 1.5, 2.5 and so on. */
export function tinyTensors(): Record<string, PlainTensor> {
  const tensors: Record<string, PlainTensor> = {}
  for (const [name, shape] of Object.entries(shapes)) {
    const length = shape.reduce((product, size) => product * size, 1)
    tensors[name] = f32(
      shape,
      Array.from({ length }, (_, i) => i + 0.5)
    )
  }
  return tensors
}

/** Writes `config.json` and `model.safetensors`, both as they are unless told otherwise. */
export function writeTinyCheckpoint(
  folder: string,
  config: Readonly<Record<string, unknown>> = tinyConfig,
  tensors: Readonly<Record<string, PlainTensor>> = tinyTensors()
): string {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config))
  writeFileSync(join(folder, 'model.safetensors'), layOutSafetensors(tensors))
  return folder
}

/** Writes an index over shards given by file name. */
export function writeTinyShards(
  folder: string,
  shards: Readonly<Record<string, Readonly<Record<string, PlainTensor>>>>,
  index: { metadata?: unknown; weight_map?: unknown } = {}
): string {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'config.json'), JSON.stringify(tinyConfig))
  const map: Record<string, string> = {}
  for (const [file, tensors] of Object.entries(shards)) {
    writeFileSync(join(folder, file), layOutSafetensors(tensors))
    for (const name of Object.keys(tensors)) map[name] = file
  }
  const text = JSON.stringify({ weight_map: map, ...index })
  writeFileSync(join(folder, 'model.safetensors.index.json'), text)
  return folder
}

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeSafetensors } from '../../main/checkpoint/safetensors-write.ts'
import { gaussian } from '../../main/linalg/gaussian.ts'

export interface AttentionShape {
  readonly dModel: number
  readonly nHeads: number
  readonly nVocab: number
}

/** The feed-forward takes no part in what is measured. */
const dFfn = 2

/** One layer in F16 with Gaussian queries, keys and embeddings; all other weights are zeros. */
export async function generateAttention(
  folder: string,
  { dModel, nHeads, nVocab }: AttentionShape
): Promise<string> {
  mkdirSync(folder, { recursive: true })
  const sizes: Readonly<Record<string, readonly [number] | readonly [number, number]>> = {
    'model.embed_tokens.weight': [nVocab, dModel],
    'model.norm.weight': [dModel],
    'model.layers.0.input_layernorm.weight': [dModel],
    'model.layers.0.post_attention_layernorm.weight': [dModel],
    'model.layers.0.self_attn.q_proj.weight': [dModel, dModel],
    'model.layers.0.self_attn.k_proj.weight': [dModel, dModel],
    'model.layers.0.self_attn.v_proj.weight': [dModel, dModel],
    'model.layers.0.self_attn.o_proj.weight': [dModel, dModel],
    'model.layers.0.mlp.gate_proj.weight': [dFfn, dModel],
    'model.layers.0.mlp.up_proj.weight': [dFfn, dModel],
    'model.layers.0.mlp.down_proj.weight': [dModel, dFfn]
  }
  const isFilled = /embed_tokens|q_proj|k_proj|input_layernorm/
  const tensors = Object.entries(sizes).map(([name, shape], seed) => ({
    name,
    dtype: 'F16' as const,
    shape,
    data: () => {
      const length = shape.reduce((product, size) => product * size, 1)
      return isFilled.test(name) ? gaussianHalves(seed, length) : new Uint8Array(2 * length)
    }
  }))
  await writeSafetensors(join(folder, 'model.safetensors'), tensors)
  const config = {
    architectures: ['LlamaForCausalLM'],
    model_type: 'llama',
    num_hidden_layers: 1,
    hidden_size: dModel,
    num_attention_heads: nHeads,
    intermediate_size: dFfn,
    vocab_size: nVocab,
    max_position_embeddings: 2_048,
    rms_norm_eps: 1e-6,
    hidden_act: 'silu',
    tie_word_embeddings: true,
    torch_dtype: 'float16'
  }
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config))
  return folder
}

/** F16 bytes of numbers with a standard deviation of 0.02, made in pieces that memory holds. */
function gaussianHalves(seed: number, length: number): Uint8Array {
  const piece = 2 ** 22
  const halves = new Float16Array(length)
  for (let from = 0, p = 0; from < length; from += piece, p++) {
    const values = gaussian((seed << 16) + p, Math.min(piece, length - from))
    halves.set(
      values.map((value) => 0.02 * value),
      from
    )
  }
  return new Uint8Array(halves.buffer)
}

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeSafetensors } from '../../main/checkpoint/safetensors-write.ts'
import { gaussian } from '../../main/linalg/gaussian.ts'

export interface LayerShape {
  readonly dModel: number
  readonly dFfn: number
}

/** Directions that stand out of the noise, the first tenfold. */
const nStructured = 64
/** A head of two: attention takes no part in what is measured. */
const dHead = 2

/**
 * One layer in F16, its down-projection Gaussian noise and some structure of low rank, so that its spectrum
 * has what a trained one has: a few large eigenvalues and a crowd. All other weights are zeros.
 */
export async function generateLayer(folder: string, { dModel, dFfn }: LayerShape): Promise<string> {
  mkdirSync(folder, { recursive: true })
  const sizes: Readonly<Record<string, readonly [number] | readonly [number, number]>> = {
    'model.embed_tokens.weight': [8, dModel],
    'lm_head.weight': [8, dModel],
    'model.norm.weight': [dModel],
    'model.layers.0.input_layernorm.weight': [dModel],
    'model.layers.0.post_attention_layernorm.weight': [dModel],
    'model.layers.0.self_attn.q_proj.weight': [dHead, dModel],
    'model.layers.0.self_attn.k_proj.weight': [dHead, dModel],
    'model.layers.0.self_attn.v_proj.weight': [dHead, dModel],
    'model.layers.0.self_attn.o_proj.weight': [dModel, dHead],
    'model.layers.0.mlp.gate_proj.weight': [dFfn, dModel],
    'model.layers.0.mlp.up_proj.weight': [dFfn, dModel],
    'model.layers.0.mlp.down_proj.weight': [dModel, dFfn]
  }
  const tensors = Object.entries(sizes).map(([name, shape]) => ({
    name,
    dtype: 'F16' as const,
    shape,
    data: () =>
      name.endsWith('down_proj.weight')
        ? downProjection(dModel, dFfn)
        : new Uint8Array(2 * shape.reduce((product, size) => product * size, 1))
  }))
  await writeSafetensors(join(folder, 'model.safetensors'), tensors)
  const config = {
    architectures: ['LlamaForCausalLM'],
    model_type: 'llama',
    num_hidden_layers: 1,
    hidden_size: dModel,
    num_attention_heads: 1,
    head_dim: dHead,
    intermediate_size: dFfn,
    vocab_size: 8,
    max_position_embeddings: 2_048,
    rms_norm_eps: 1e-6,
    hidden_act: 'silu',
    tie_word_embeddings: false,
    torch_dtype: 'float16'
  }
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config))
  return folder
}

/** F16 bytes of [dModel, dFfn]: 0.02 (noise + Σ strengthᵣ · outᵣ inᵣᵀ / √dModel). */
function downProjection(dModel: number, dFfn: number): Uint8Array {
  const outs = gaussian(1, nStructured * dModel)
  const ins = gaussian(2, nStructured * dFfn)
  const bytes = new Uint8Array(2 * dModel * dFfn)
  for (let i = 0; i < dModel; i++) {
    const row = gaussian(3 + i, dFfn)
    for (let r = 0; r < nStructured; r++) {
      const strength = (10 * outs[r * dModel + i]!) / ((1 + r) * Math.sqrt(dModel))
      for (let j = 0; j < dFfn; j++) row[j]! += strength * ins[r * dFfn + j]!
    }
    bytes.set(
      new Uint8Array(new Float16Array(row.map((value) => 0.02 * value)).buffer),
      2 * i * dFfn
    )
  }
  return bytes
}

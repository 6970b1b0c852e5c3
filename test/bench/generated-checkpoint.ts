import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeSafetensors } from '../../main/checkpoint/safetensors-write.ts'

export interface ModelShape {
  readonly nLayers: number
  readonly dModel: number
  readonly nHeads: number
  readonly nKvHeads: number
  readonly dFfn: number
  readonly nVocab: number
}

/** SmolLM2-135M's shape. */
export const smolShape: ModelShape = {
  nLayers: 30,
  dModel: 576,
  nHeads: 9,
  nKvHeads: 3,
  dFfn: 1_536,
  nVocab: 49_152
}

/** A checkpoint of random BF16 weights with tied embeddings, written once into `folder`. */
export async function generateCheckpoint(folder: string, shape: ModelShape): Promise<string> {
  if (existsSync(join(folder, 'config.json'))) return folder
  mkdirSync(folder, { recursive: true })
  const { nLayers, dModel, nHeads, nKvHeads, dFfn, nVocab } = shape
  const dHead = dModel / nHeads
  const random = seededNormal(1)
  const tensors: { name: string; dtype: 'BF16'; shape: number[]; data: Uint8Array }[] = []
  const add = (name: string, sizes: number[], scale: number, mean = 0) =>
    tensors.push({
      name,
      dtype: 'BF16',
      shape: sizes,
      data: bf16(
        sizes.reduce((a, b) => a * b, 1),
        () => mean + scale * random()
      )
    })
  add('model.embed_tokens.weight', [nVocab, dModel], 0.05)
  for (let l = 0; l < nLayers; l++) {
    const layer = `model.layers.${l}`
    const linear = (name: string, rows: number, columns: number) =>
      add(`${layer}.${name}.weight`, [rows, columns], 0.7 / Math.sqrt(columns))
    add(`${layer}.input_layernorm.weight`, [dModel], 0.1, 1)
    linear('self_attn.q_proj', nHeads * dHead, dModel)
    linear('self_attn.k_proj', nKvHeads * dHead, dModel)
    linear('self_attn.v_proj', nKvHeads * dHead, dModel)
    linear('self_attn.o_proj', dModel, nHeads * dHead)
    add(`${layer}.post_attention_layernorm.weight`, [dModel], 0.1, 1)
    linear('mlp.gate_proj', dFfn, dModel)
    linear('mlp.up_proj', dFfn, dModel)
    linear('mlp.down_proj', dModel, dFfn)
  }
  add('model.norm.weight', [dModel], 0.1, 1)
  await writeSafetensors(join(folder, 'model.safetensors'), tensors)
  const config = {
    architectures: ['LlamaForCausalLM'],
    model_type: 'llama',
    num_hidden_layers: nLayers,
    hidden_size: dModel,
    num_attention_heads: nHeads,
    num_key_value_heads: nKvHeads,
    intermediate_size: dFfn,
    vocab_size: nVocab,
    max_position_embeddings: 8_192,
    rms_norm_eps: 1e-5,
    rope_theta: 100_000,
    hidden_act: 'silu',
    tie_word_embeddings: true,
    bos_token_id: 1,
    eos_token_id: 2,
    torch_dtype: 'bfloat16'
  }
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config, null, 1))
  return folder
}

/** The upper half of each float32. */
function bf16(count: number, next: () => number): Uint8Array {
  const floats = Float32Array.from({ length: count }, next)
  const halves = new Uint16Array(floats.buffer)
  const upper = new Uint16Array(count)
  for (let i = 0; i < count; i++) upper[i] = halves[2 * i + 1]!
  return new Uint8Array(upper.buffer)
}

/** Sums of three uniform numbers, scaled to unit variance: near enough to normal for weights. */
function seededNormal(seed: number): () => number {
  let state = seed
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  return () => (uniform() + uniform() + uniform() - 1.5) * 2
}

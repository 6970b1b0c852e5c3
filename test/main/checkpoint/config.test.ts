import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../main/errors.ts'
import { interpretConfig } from '../../../main/checkpoint/config.ts'
import type { JsonObject, JsonValue } from '../../../main/checkpoint/strict-json.ts'
import { failureOf } from '../../helpers/failure.ts'

const llama: JsonObject = {
  model_type: 'llama',
  architectures: ['LlamaForCausalLM'],
  hidden_size: 64,
  intermediate_size: 172,
  num_hidden_layers: 4,
  num_attention_heads: 4,
  vocab_size: 512
}
const mistral = { ...llama, model_type: 'mistral', architectures: ['MistralForCausalLM'] }
const mistralKv = { ...mistral, num_key_value_heads: 2 }
const qwen2 = { ...llama, model_type: 'qwen2', architectures: [], num_key_value_heads: 2 }
const qwen3 = { ...qwen2, model_type: 'qwen3' }

const without = (raw: JsonObject, key: string): JsonObject =>
  Object.fromEntries(Object.entries(raw).filter(([name]) => name !== key))

describe('llama', () => {
  it('has the defaults of its class', () => {
    expect(interpretConfig(llama)).toEqual({
      family: 'llama',
      architecture: 'LlamaForCausalLM',
      nLayers: 4,
      nHeads: 4,
      nKvHeads: 4,
      dHead: 16,
      dModel: 64,
      dFfn: 172,
      nVocab: 512,
      maxPositions: 2048,
      normEpsilon: 1e-6,
      tiedEmbeddings: false,
      activation: 'silu',
      rope: { type: 'default', theta: 10_000 },
      attentionBias: { q: false, k: false, v: false, o: false },
      feedForwardBias: false,
      queryKeyNorm: false,
      slidingWindow: [null, null, null, null],
      bosTokenId: 1,
      eosTokenIds: [2],
      dtype: null
    })
  })

  it('has biases on all four projections, and on the feed-forward ones, where told', () => {
    const config = interpretConfig({ ...llama, attention_bias: true, mlp_bias: true })
    expect(config.attentionBias).toEqual({ q: true, k: true, v: true, o: true })
    expect(config.feedForwardBias).toBe(true)
  })

  it('takes an own head size', () => {
    expect(interpretConfig({ ...llama, head_dim: 24 }).dHead).toBe(24)
    expect(interpretConfig({ ...llama, head_dim: null }).dHead).toBe(16)
  })

  it('reads both names of the dtype', () => {
    expect(interpretConfig({ ...llama, torch_dtype: 'float16' }).dtype).toBe('float16')
    expect(interpretConfig({ ...llama, dtype: 'bfloat16' }).dtype).toBe('bfloat16')
  })

  it('stops at the tokens of generation_config.json where it names some', () => {
    const raw = { ...llama, eos_token_id: 7 }
    expect(interpretConfig(raw).eosTokenIds).toEqual([7])
    expect(interpretConfig(raw, {}).eosTokenIds).toEqual([7])
    expect(interpretConfig(raw, { eos_token_id: [7, 9] }).eosTokenIds).toEqual([7, 9])
    expect(interpretConfig({ ...llama, eos_token_id: null }).eosTokenIds).toEqual([])
  })
})

describe('mistral', () => {
  it('slides in all layers unless the window is null', () => {
    const window = (raw: JsonObject) => interpretConfig(raw).slidingWindow
    expect(window({ ...mistralKv, sliding_window: 16 })).toEqual([16, 16, 16, 16])
    expect(window({ ...mistralKv, sliding_window: null })).toEqual([null, null, null, null])
    expect(window(mistralKv)).toEqual([4096, 4096, 4096, 4096])
  })

  it('has eight key/value heads without the field, as many as heads when it is null', async () => {
    expect(interpretConfig({ ...mistral, num_attention_heads: 16 }).nKvHeads).toBe(8)
    expect(interpretConfig({ ...mistral, num_key_value_heads: null }).nKvHeads).toBe(4)
    const error = await failureOf(() => interpretConfig(mistral))
    expect(error.message).toContain('4 attention heads, expected a multiple of 8')
  })
})

describe('qwen2', () => {
  const window = (more: JsonObject) => interpretConfig({ ...qwen2, ...more }).slidingWindow

  it('has biases on query, key and value only', () => {
    expect(interpretConfig(qwen2).attentionBias).toEqual({ q: true, k: true, v: true, o: false })
  })

  it('slides from max_window_layers on, when it slides', () => {
    expect(window({ sliding_window: 9, max_window_layers: 2 })).toEqual([null, null, null, null])
    const used = { use_sliding_window: true, sliding_window: 9 }
    expect(window({ ...used, max_window_layers: 2 })).toEqual([null, null, 9, 9])
    expect(window({ ...used, max_window_layers: 0 })).toEqual([9, 9, 9, 9])
    expect(window(used)).toEqual([null, null, null, null])
    expect(window({ ...used, sliding_window: null, max_window_layers: 0 })[0]).toBeNull()
  })

  it('slides where layer_types says so', async () => {
    const [full, slides] = ['full_attention', 'sliding_attention']
    const types = { layer_types: [slides, full, slides, full], max_window_layers: 0 }
    const used = { use_sliding_window: true, sliding_window: 9 }
    expect(window({ ...used, ...types })).toEqual([9, null, 9, null])
    const unused = await failureOf(() => window(types))
    expect(unused.message).toContain(
      'layer 0 is sliding_attention, but no sliding_window is in use'
    )
    const short = await failureOf(() => window({ layer_types: [full] }))
    expect(short.message).toContain('expected a list of 4 strings')
    const other = await failureOf(() =>
      window({ layer_types: [full, full, full, 'linear_attention'] })
    )
    expect(other.code).toBe('checkpoint/unsupported')
  })
})

describe('qwen3', () => {
  it('has norms on queries and keys, heads of 128, and biases where told', () => {
    expect(interpretConfig(qwen3)).toMatchObject({ queryKeyNorm: true, dHead: 128 })
    expect(interpretConfig(qwen3).attentionBias.q).toBe(false)
    const { attentionBias } = interpretConfig({ ...qwen3, attention_bias: true })
    expect(attentionBias).toEqual({ q: true, k: true, v: true, o: true })
  })
})

describe('rope', () => {
  const rope = (more: JsonObject) =>
    interpretConfig({ ...llama, max_position_embeddings: 128, ...more }).rope

  it('reads the older and the newer form alike', () => {
    const scaling = { factor: 2, rope_type: 'linear' }
    const expected = { type: 'linear', theta: 500, factor: 2 }
    expect(rope({ rope_theta: 500, rope_scaling: scaling })).toEqual(expected)
    expect(rope({ rope_theta: 500, rope_scaling: { factor: 2, type: 'linear' } })).toEqual(expected)
    expect(rope({ rope_parameters: { ...scaling, rope_theta: 500 } })).toEqual(expected)
    expect(rope({ rope_theta: 500, rope_parameters: scaling })).toEqual(expected)
    expect(rope({ rope_theta: 500, rope_scaling: null })).toEqual({ type: 'default', theta: 500 })
    expect(rope({ rope_parameters: { rope_type: 'default' } })).toEqual({
      type: 'default',
      theta: 10_000
    })
  })

  it('dynamic starts to change at the config’s own limit', () => {
    expect(rope({ rope_scaling: { type: 'dynamic', factor: 3 } })).toEqual({
      type: 'dynamic',
      theta: 10_000,
      factor: 3,
      originalMaxPositions: 128
    })
  })

  it('llama3 needs its factors; the original length defaults to the config’s', async () => {
    const scaling = { rope_type: 'llama3', factor: 8, low_freq_factor: 1, high_freq_factor: 4 }
    expect(rope({ rope_scaling: scaling })).toEqual({
      type: 'llama3',
      theta: 10_000,
      factor: 8,
      lowFreqFactor: 1,
      highFreqFactor: 4,
      originalMaxPositions: 128
    })
    for (const key of ['factor', 'low_freq_factor', 'high_freq_factor']) {
      const error = await failureOf(() => rope({ rope_scaling: without(scaling, key) }))
      expect(error.message).toContain(`rope_scaling.${key} is missing`)
    }
    await failureOf(() => rope({ rope_scaling: { ...scaling, high_freq_factor: 1 } }))
  })

  it('yarn has the reference’s defaults', () => {
    const scaling = { rope_type: 'yarn', factor: 4, original_max_position_embeddings: 32 }
    expect(rope({ rope_scaling: { ...scaling, beta_fast: 0 } })).toEqual({
      type: 'yarn',
      theta: 10_000,
      factor: 4,
      originalMaxPositions: 32,
      betaFast: 32,
      betaSlow: 1,
      attentionFactor: 0.1 * Math.log(4) + 1,
      mscale: null,
      mscaleAllDim: null,
      truncate: true
    })
    expect(rope({ rope_scaling: without({ ...scaling }, 'factor') })).toMatchObject({ factor: 4 })
    expect(rope({ rope_scaling: { ...scaling, factor: 0.5 } })).toMatchObject({
      attentionFactor: 1
    })
    const given = {
      ...scaling,
      attention_factor: 1.5,
      truncate: false,
      mscale: 1,
      mscale_all_dim: 2
    }
    expect(rope({ rope_scaling: given })).toMatchObject({ attentionFactor: 1.5, truncate: false })
    const scaled = rope({ rope_scaling: without(given, 'attention_factor') })
    const expected = (0.1 * Math.log(4) + 1) / (0.2 * Math.log(4) + 1)
    expect(scaled).toMatchObject({ attentionFactor: expected, mscale: 1, mscaleAllDim: 2 })
  })

  it.each(['longrope', 'ntk', 'mrope', '__proto__'])('%s is refused by name', async (type) => {
    const error = await failureOf(() => rope({ rope_scaling: { type, factor: 2 } }))
    expect(error.code).toBe('checkpoint/unsupported')
    expect(error.message).toContain(`"${type}", supported are default, linear`)
  })

  it('by type of layer, and over a part of the head, is refused', async () => {
    const byLayer = { full_attention: { rope_type: 'default', rope_theta: 1 } }
    const errors = [
      await failureOf(() => rope({ rope_parameters: byLayer })),
      await failureOf(() => rope({ partial_rotary_factor: 0.5 })),
      await failureOf(() => rope({ rope_parameters: { partial_rotary_factor: 0.5 } }))
    ]
    for (const error of errors) expect(error.code).toBe('checkpoint/unsupported')
  })
})

describe('what is not ours is refused by name', () => {
  const cases: [string, JsonObject, string][] = [
    [
      'family',
      { ...llama, model_type: 'mamba' },
      'model_type "mamba", supported are llama, mistral, qwen2, qwen3'
    ],
    ['family of a prototype', { ...llama, model_type: 'constructor' }, '"constructor"'],
    ['no family', without(llama, 'model_type'), 'model_type is null'],
    [
      'architecture',
      { ...llama, architectures: ['LlamaForSequenceClassification'] },
      'SequenceClassification'
    ],
    ['activation', { ...llama, hidden_act: 'gelu' }, 'hidden_act "gelu", supported is "silu"'],
    ['quantisation', { ...llama, quantization_config: { quant_method: 'gptq' } }, '"gptq"'],
    ['odd quantisation', { ...llama, quantization_config: 4 }, 'unnamed method']
  ]
  it.each(cases)('%s', async (_, raw, problem) => {
    const error = await failureOf(() => interpretConfig(raw))
    expect(error).toMatchObject({ code: 'checkpoint/unsupported', file: 'config.json' })
    expect(error.message).toContain(problem)
  })
})

describe('PAR-44 bounds', () => {
  const limits: [string, number][] = [
    ['num_hidden_layers', 1_000],
    ['hidden_size', 2 ** 20],
    ['num_attention_heads', 4_096],
    ['num_key_value_heads', 4_096],
    ['vocab_size', 2 ** 24],
    ['intermediate_size', 2 ** 24],
    ['max_position_embeddings', 2 ** 26]
  ]

  it.each(limits)('%s may be %i', (key, limit) => {
    const fitting: JsonObject = { num_attention_heads: 4_096, num_key_value_heads: 1, head_dim: 2 }
    expect(() => interpretConfig({ ...llama, ...fitting, [key]: limit })).not.toThrow()
  })

  it.each(limits)(
    '%s may not be more, zero, negative, a fraction or no number',
    async (key, limit) => {
      const wrong: JsonValue[] = [limit + 1, 0, -1, 1.5, NaN, Infinity, '4', true, [4], {}]
      for (const value of wrong) {
        const error = await failureOf(() =>
          interpretConfig({ ...llama, head_dim: 2, [key]: value })
        )
        expect(error.code).toBe('checkpoint/malformed')
        expect(error.message).toContain(key)
      }
    }
  )

  it.each(limits.slice(0, 3))('%s may not be missing', async (key) => {
    const error = await failureOf(() => interpretConfig(without(llama, key)))
    expect(error.message).toContain(`${key} is missing`)
  })

  const wrong: [string, JsonObject, string][] = [
    ['heads by key/value heads', { num_key_value_heads: 3 }, 'a multiple of 3'],
    ['hidden size by heads', { num_attention_heads: 3 }, 'a multiple of 3 attention heads'],
    ['odd heads', { head_dim: 3 }, 'expected an even number'],
    ['epsilon', { rms_norm_eps: -1 }, 'rms_norm_eps is -1, expected a number above 0'],
    ['tie flag', { tie_word_embeddings: 'yes' }, 'expected true or false'],
    ['theta', { rope_theta: 0 }, 'rope_theta is 0'],
    ['rope', { rope_scaling: 'linear' }, 'expected an object'],
    ['rope factor', { rope_scaling: { type: 'linear', factor: -2 } }, 'rope_scaling.factor is -2'],
    ['stop token', { eos_token_id: -1 }, 'expected a token id'],
    ['stop tokens', { eos_token_id: [2, 'x'] }, 'expected a token id or a list']
  ]
  it.each(wrong)('%s out of place is refused', async (_, more, problem) => {
    const error = await failureOf(() => interpretConfig({ ...llama, ...more }))
    expect(error.code).toBe('checkpoint/malformed')
    expect(error.message).toContain(problem)
  })
})

it('any value in any field gives a config or a typed error', () => {
  const keys = [
    ...Object.keys(qwen2),
    ...['rope_theta', 'rope_scaling', 'rope_parameters', 'head_dim', 'layer_types', 'dtype'],
    ...['sliding_window', 'use_sliding_window', 'max_window_layers', 'eos_token_id', 'hidden_act'],
    ...['quantization_config', 'bos_token_id', 'max_position_embeddings', 'tie_word_embeddings']
  ]
  const scaling = fc.record({
    rope_type: fc.constantFrom('default', 'linear', 'dynamic', 'llama3', 'yarn', 'other'),
    factor: fc.oneof(fc.double(), fc.constant(2))
  })
  const number = fc.oneof(fc.integer(), fc.double(), fc.bigInt().map(Number))
  const value = fc.oneof(number, scaling, fc.boolean(), fc.constant(null), fc.jsonValue())
  const changes = fc.array(fc.tuple(fc.constantFrom(...keys), value), {
    minLength: 1,
    maxLength: 3
  })
  const base = fc.constantFrom<JsonObject>(llama, mistralKv, qwen2, qwen3)
  let nSound = 0
  fc.assert(
    fc.property(base, changes, (raw, edits) => {
      try {
        const config = interpretConfig({ ...raw, ...(Object.fromEntries(edits) as JsonObject) })
        expect(config.slidingWindow).toHaveLength(config.nLayers)
        nSound++
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(AppError)
      }
    }),
    { seed: 4, numRuns: 2_000 }
  )
  expect(nSound).toBeGreaterThan(50)
})

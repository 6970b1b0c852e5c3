import { describe, expect, it } from 'vitest'
import {
  assertPromptFits,
  mostTokens,
  neededBytes,
  patternBytes,
  patternOperations,
  type SideExtent
} from '../../../../main/analyses/attention/attention-needs.ts'
import { interpretConfig, type ModelConfig } from '../../../../main/checkpoint/config.ts'
import { failureOf } from '../../../helpers/failure.ts'

const mebibyte = 2 ** 20

/** Shape of a 7B LLaMA. */
function configOf(changes: Readonly<Record<string, unknown>> = {}): ModelConfig {
  return interpretConfig({
    architectures: ['LlamaForCausalLM'],
    model_type: 'llama',
    hidden_size: 4096,
    intermediate_size: 11008,
    num_hidden_layers: 32,
    num_attention_heads: 32,
    num_key_value_heads: 32,
    vocab_size: 32000,
    max_position_embeddings: 4096,
    ...changes
  } as never)
}

const side = (changes: Partial<SideExtent> = {}): SideExtent => ({
  ...{ role: 'tuned', name: 'model', config: configOf(), nTokens: 100, nLayers: 32 },
  ...changes
})

describe('memory', () => {
  it('of a layer is a float32 square a query head', () => {
    expect(patternBytes(configOf(), 1_024)).toBe(128 * mebibyte)
    expect(patternBytes(configOf({ num_key_value_heads: 8 }), 1_024)).toBe(128 * mebibyte)
  })

  it('grows by the layers that are kept and by each model’s own, and loads one model’s layer at a time', () => {
    const one = neededBytes([side()])
    const layer = patternBytes(configOf(), 100)
    expect(neededBytes([side({ nLayers: 33 })]) - one).toBe(layer)
    const hidden = 2 * 4 * 100 * 4096
    expect(neededBytes([side({ role: 'base' }), side()]) - one).toBe(33 * layer + hidden)
    // A layer of 202 million weights, twice in float32.
    expect(one).toBeGreaterThan(2 * 4 * 202e6)
  })

  it('that suffices passes to the byte, and one byte less says what is needed and what would fit', async () => {
    const sides = [side({ role: 'base', nTokens: 1_000 }), side({ nTokens: 900 })]
    const free = neededBytes(sides) / 0.9
    expect(() => assertPromptFits(sides, free + 2)).not.toThrow()
    const error = await failureOf(() => assertPromptFits(sides, free - 2))
    expect(error.code).toBe('engine/out-of-memory')
    expect(error.message).toMatch(
      /attention of 1000 tokens in 32 layers: needs \d+\.\d GiB, free are/
    )
    expect(error.hint).toBe(
      'What would fit: a prompt of at most 999 tokens, or at most 31 layers; or close other programs.'
    )
  })

  it.each([6e9, 5e9, 4e9])(
    'of %i bytes fits what the hint says and no token or layer more',
    async (free) => {
      const long = side({ nTokens: 1_024 })
      const { hint } = await failureOf(() => assertPromptFits([long], free))
      const [nTokens, nLayers] = hint!.match(/\d+/g)!.map(Number) as [number, number]
      const fits = (changes: Partial<SideExtent>) => {
        try {
          assertPromptFits([{ ...long, ...changes }], free)
          return true
        } catch {
          return false
        }
      }
      expect(fits({ nTokens })).toBe(true)
      expect(fits({ nTokens: nTokens + 1 })).toBe(false)
      expect(fits({ nLayers })).toBe(true)
      expect(fits({ nLayers: nLayers + 1 })).toBe(false)
    }
  )

  it('too small for the layer itself says that no prompt would fit', async () => {
    const { hint } = await failureOf(() => assertPromptFits([side()], 1e9))
    expect(hint).toMatch(/Not even a prompt of one token/)
  })
})

describe('a prompt', () => {
  it(`of up to ${mostTokens} tokens can be shown`, async () => {
    expect(() => assertPromptFits([side({ nTokens: mostTokens })], 1e12)).not.toThrow()
    const error = await failureOf(() => assertPromptFits([side({ nTokens: mostTokens + 1 })], 1e12))
    expect(error.code).toBe('request/invalid')
    expect(error.message).toBe('prompt: 1025 tokens in the tuned model, expected at most 1024')
    expect(error.hint).toBe('Shorten the prompt.')
  })

  it('ends with the context of the model, unless its rope is dynamic', async () => {
    const small = { max_position_embeddings: 64 }
    const long = [side(), side({ role: 'base', name: 'small', config: configOf(small) })]
    const error = await failureOf(() => assertPromptFits(long, 1e12))
    expect(error.message).toBe(
      'prompt: 100 tokens in the base model, expected at most 64, the context of small'
    )
    const dynamic = configOf({ ...small, rope_scaling: { rope_type: 'dynamic', factor: 2 } })
    expect(() => assertPromptFits([side({ config: dynamic })], 1e12)).not.toThrow()
  })
})

it('operations are the products of the layers that are gone through', () => {
  const config = configOf()
  // 2 · weights a token, and queries × keys twice (scores and values) within the one chunk.
  const weights = 4 * 4096 ** 2 + 3 * 4096 * 11008
  const layer = 2 * 100 * weights + 4 * 100 * 100 * 4096
  expect(patternOperations(config, 100, 3)).toBe(3 * layer)
  // Causal: the second chunk sees all keys, the first its own.
  const two = 2 * 512 * weights + 4 * (256 * 256 + 256 * 512) * 4096
  expect(patternOperations(config, 512, 1)).toBe(two)
})

import { describe, expect, it } from 'vitest'
import type { AttributionSettings } from '../../../../preload/data.ts'
import { attribute, prompt, type Pair } from '../../../helpers/attribute.ts'
import { changeJson, changeWeight, copyCheckpoint } from '../../../helpers/checkpoint-copy.ts'
import { failureOf } from '../../../helpers/failure.ts'
import { runJob } from '../../../helpers/run-job.ts'

const llama = { tuned: 'llama' }

const refusal = (pair: Pair, changes: Partial<AttributionSettings> = {}) =>
  failureOf(() => attribute(pair, changes))

describe('requests that cannot be run', () => {
  it.each<[string, Pair, Partial<AttributionSettings>, RegExp]>([
    ['no model', {}, {}, /no model given/],
    ['an empty prompt', llama, { prompt: ' \n' }, /prompt: empty/],
    ['an empty given response', llama, { response: '  ' }, /response: empty/],
    ['no given response', llama, { response: null }, /response: empty/],
    [
      'the response of a base that is not open',
      llama,
      { respond: 'base' },
      /no base model is open/
    ],
    [
      'the response of a tuned model that is not open',
      { base: 'llama' },
      { respond: 'tuned' },
      /no tuned model is open/
    ],
    [
      'length-matched with one model',
      llama,
      { respond: 'length-matched' },
      /no base model is open/
    ],
    ['a foil without a contrast', llama, { foil: 'x' }, /foil given for target "probability"/],
    [
      'an empty foil',
      llama,
      { target: 'contrastive', foil: ' ' },
      /foil " ": no token of llama\/checkpoint/
    ],
    [
      'an instruction beyond the prompt',
      llama,
      { instructionSpans: [[19, prompt.length + 1]] },
      /characters 19 to 41, expected a range inside the prompt's 40/
    ],
    [
      'an instruction of no characters',
      llama,
      { instructionSpans: [[5, 5]] },
      /characters 5 to 5, expected a range/
    ],
    [
      'an instruction before the prompt',
      llama,
      { instructionSpans: [[-1, 5]] },
      /characters -1 to 5, expected a range/
    ],
    [
      'a chat template that is not there',
      llama,
      { useChatTemplate: true },
      /has no chat template, expected one in tokenizer_config.json/
    ]
  ])('%s', async (_, pair, changes, message) => {
    const error = await refusal(pair, changes)
    expect(error.code).toBe('request/invalid')
    expect(error.message).toMatch(message)
    expect(error.hint).toBeDefined()
  })

  it('a prompt and response longer than the context, with the number of tokens', async () => {
    const error = await refusal(llama, { prompt: 'food '.repeat(300) })
    expect(error.code).toBe('request/invalid')
    expect(error.message).toMatch(/: \d{3,} tokens, expected at most 256, the context of/)
  })

  it('a prompt longer than the context before a response is written', async () => {
    const changes = { prompt: 'food '.repeat(300), response: null, respond: 'own' } as const
    const error = await refusal(llama, changes)
    expect(error.code).toBe('request/invalid')
    expect(error.message).toMatch(/^prompt: \d{3,} tokens, expected at most 256/)
  })

  it.skipIf(process.platform === 'win32')('a device that is not in this build', async () => {
    const error = await refusal(llama, { device: 'dml' })
    expect(error.code).toBe('engine/device-refused')
    expect(error.message).toBe('device dml: not part of onnxruntime on this system')
  })

  it('an empty prompt to be continued', async () => {
    const request = {
      folder: 'unused',
      role: 'base',
      prompt: ' ',
      useChatTemplate: false,
      nTokensLimit: 4,
      device: 'cpu',
      nThreads: 1
    } as const
    const error = await failureOf(() => runJob({ kind: 'generation', request }))
    expect(error.message).toMatch(/prompt: empty/)
  })
})

describe('checkpoints that cannot be used', () => {
  it.each([
    ['NaN', NaN],
    ['an infinity', -Infinity]
  ])('%s in a weight: the tensor is named', async (_, value) => {
    const folder = copyCheckpoint('llama')
    changeWeight(folder, 'model.layers.2.mlp.up_proj.weight', 17, value)
    const error = await refusal({ tuned: folder })
    expect(error.code).toBe('checkpoint/malformed')
    expect(error.message).toContain('"model.layers.2.mlp.up_proj.weight"')
  })

  it('finite weights whose logits overflow', async () => {
    const folder = copyCheckpoint('llama')
    changeWeight(folder, 'lm_head.weight', 0, 3e38)
    changeWeight(folder, 'lm_head.weight', 1, 3e38)
    changeWeight(folder, 'model.norm.weight', 0, 1e30)
    changeWeight(folder, 'model.norm.weight', 1, 1e30)
    const given = await refusal({ tuned: folder })
    expect(given.code).toBe('engine/run-failed')
    expect(given.message).toMatch(
      /logit of token \d+ for response token \d+ is .*, expected a finite/
    )
    const written = await refusal({ tuned: folder }, { response: null, respond: 'own' })
    expect(written.message).toMatch(/logit of token \d+ is .*, expected a finite number/)
  })

  const withExtraToken = () => {
    const folder = copyCheckpoint('llama')
    changeJson(folder, 'tokenizer.json', ({ added_tokens: known }) => {
      const first = (known as readonly object[])[0]
      return {
        added_tokens: [
          ...(known as readonly object[]),
          { ...first, id: 600, content: '<new>', special: false }
        ]
      }
    })
    return folder
  }

  it.each([
    ['in the prompt', { prompt: 'Name <new> foods.' }],
    ['inside the response', { response: 'bread <new> soup' }],
    ['as the last token of the response', { response: 'bread <new>' }],
    ['as the last token, for a logit', { response: 'bread <new>', target: 'logit' }]
  ] as const)('a token beyond the rows of the embedding, %s', async (_, changes) => {
    const error = await refusal({ tuned: withExtraToken() }, changes)
    expect(error.code).toBe('request/invalid')
    expect(error.message).toMatch(
      /token id 600, expected 0 to 511: the embedding of .* has 512 rows/
    )
  })

  it('unused, such a token does not matter', async () => {
    const record = await attribute({ tuned: withExtraToken() })
    expect(record.sides[0]!.importance.every(Number.isFinite)).toBe(true)
  })
})

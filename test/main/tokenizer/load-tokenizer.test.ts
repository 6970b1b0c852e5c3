import { expect, it } from 'vitest'
import { loadTokenizer } from '../../../main/tokenizer/load-tokenizer.ts'
import { readFixture } from '../../helpers/fixture-tokenizers.ts'

it('reads tokenizer.json and its configuration through the function that it is given', async () => {
  const folder = new Map<string, unknown>([
    ['tokenizer.json', readFixture('tokenizers/gpt2.json')],
    ['tokenizer_config.json', { eos_token: '<|endoftext|>' }]
  ])
  const tokenizer = await loadTokenizer((name) => Promise.resolve(folder.get(name)))
  expect(tokenizer.nTokens).toBe(512)
  expect(tokenizer.eosToken).toBe('<|endoftext|>')
})

it('does without the configuration, and names tokenizer.json where it is missing', async () => {
  const json = readFixture('tokenizers/gpt2.json')
  const tokenizer = await loadTokenizer((name) =>
    Promise.resolve(name === 'tokenizer.json' ? json : undefined)
  )
  expect(tokenizer.eosToken).toBeUndefined()
  await expect(loadTokenizer(() => Promise.resolve(undefined))).rejects.toMatchObject({
    code: 'checkpoint/unreadable',
    file: 'tokenizer.json'
  })
})

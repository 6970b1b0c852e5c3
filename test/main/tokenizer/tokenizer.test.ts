import { Tokenizer as ReferenceTokenizer } from '@huggingface/tokenizers'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTokenizer, longestText } from '../../../main/tokenizer/tokenizer.ts'
import { mixedText } from '../../helpers/mixed-text.ts'
import { fixtureTokenizer, readFixture, tokenizerNames } from '../../helpers/fixture-tokenizers.ts'

interface Recorded {
  readonly text: string
  readonly ids: readonly number[]
  readonly plain: readonly number[]
  readonly decoded: string
}

describe.each(tokenizerNames)('the recorded tokenizer %s', (name) => {
  const tokenizer = fixtureTokenizer(name)
  const recorded = readFixture(`tokenizers/${name}.expected.json`) as readonly Recorded[]

  it.each(recorded)('encodes and decodes $text', ({ text, ids, plain, decoded }) => {
    expect(tokenizer.encode(text, { addSpecialTokens: true }).ids).toEqual(ids)
    expect(tokenizer.encode(text, { addSpecialTokens: false }).ids).toEqual(plain)
    expect(tokenizer.decode(ids)).toBe(decoded)
  })

  it('gives the ids of the published JavaScript library for any text', () => {
    const library = new ReferenceTokenizer(readFixture(`tokenizers/${name}.json`) as object, {})
    fc.assert(
      fc.property(mixedText, (text) => {
        const { ids } = tokenizer.encode(text, { addSpecialTokens: true })
        expect(ids).toEqual(library.encode(text).ids)
      }),
      { numRuns: 300, seed: 1 }
    )
  })

  it('tokenises 1 MB of one letter within two seconds', () => {
    const start = performance.now()
    const { ranges } = tokenizer.encode('a'.repeat(1_000_000), { addSpecialTokens: false })
    expect(performance.now() - start).toBeLessThan(2000)
    expect(ranges.at(-1)?.[1]).toBe(1_000_000)
  })
})

describe('createTokenizer', () => {
  it('knows its ids, its special tokens and what it adds around a text', () => {
    const tokenizer = fixtureTokenizer('llama3')
    expect(tokenizer.nTokens).toBe(512)
    expect(tokenizer.specialIds).toEqual(new Set([0, 1]))
    expect(tokenizer.addedBefore).toEqual([1])
    expect(tokenizer.addedAfter).toEqual([])
    expect(tokenizer.tokenText(1)).toBe('<|begin_of_text|>')
    expect(tokenizer.tokenText(512)).toBeUndefined()
    expect(tokenizer.spelling).toBe('byte-level')
    expect(fixtureTokenizer('sentencepiece').spelling).toBe('metaspace')
  })

  it('marks special tokens in the text, which have a range, and added ones, which have none', () => {
    const { tokens, ranges, isSpecial } = fixtureTokenizer('sentencepiece').encode('é <s> a', {
      addSpecialTokens: true
    })
    expect(tokens[0]).toBe('<s>')
    expect(ranges[0]).toEqual([0, 0])
    expect(isSpecial[0]).toBe(true)
    const typed = tokens.lastIndexOf('<s>')
    expect(ranges[typed]).toEqual([2, 5])
    expect(isSpecial[typed]).toBe(true)
    expect(isSpecial[typed + 1]).toBe(false)
  })

  it('takes bos and eos from the configuration, as a text or as an object', () => {
    const json = readFixture('tokenizers/gpt2.json')
    const tokenizer = createTokenizer(json, {
      bos_token: { content: '<|endoftext|>' },
      eos_token: 'e'
    })
    expect(tokenizer.bosToken).toBe('<|endoftext|>')
    expect(tokenizer.eosToken).toBe('e')
  })

  it('takes added tokens that only the configuration names', () => {
    const config = { added_tokens_decoder: { '600': { content: '<|user|>', special: true } } }
    const tokenizer = createTokenizer(readFixture('tokenizers/gpt2.json'), config)
    const { ids, ranges } = tokenizer.encode('a<|user|>b', { addSpecialTokens: false })
    expect(ids[1]).toBe(600)
    expect(ranges[1]).toEqual([1, 9])
    expect(tokenizer.nTokens).toBe(601)
    expect(tokenizer.decode(ids)).toBe('ab')
    expect(tokenizer.decode(ids, { keepSpecialTokens: true })).toBe('a<|user|>b')
  })

  it('reads a lone surrogate as U+FFFD and counts it as one character', () => {
    const { ranges } = fixtureTokenizer('gpt2').encode('a\uD800b', { addSpecialTokens: false })
    expect(ranges).toEqual([
      [0, 1],
      [1, 2],
      [1, 2],
      [1, 2],
      [2, 3]
    ])
  })

  it('refuses a text beyond its limit before any work', () => {
    const tokenizer = fixtureTokenizer('gpt2')
    const text = 'a'.repeat(longestText + 1)
    expect(() => tokenizer.encode(text, { addSpecialTokens: false })).toThrow('at most 4000000')
  })
})

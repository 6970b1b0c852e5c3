// Parts of a tokenizer.json that no recorded tokenizer has, against the published JavaScript library.
// Not here: `Split` of a text that is removed or merged with a neighbour, which version 0.2.0 treats as
// isolated; split-behavior.test.ts has the reference's own examples of those.
import { Tokenizer as ReferenceTokenizer } from '@huggingface/tokenizers'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTokenizer } from '../../../../main/tokenizer/tokenizer.ts'
import { readFixture } from '../../../helpers/fixture-tokenizers.ts'
import { mixedText } from '../../../helpers/mixed-text.ts'

const byteLevel = { type: 'ByteLevel', add_prefix_space: false, use_regex: true }
const split = (behavior: string, pattern: object, invert = false): object => ({
  type: 'Sequence',
  pretokenizers: [
    { type: 'Split', pattern, behavior, invert },
    { ...byteLevel, use_regex: false }
  ]
})
const sequence = (...pretokenizers: readonly object[]): object => ({
  type: 'Sequence',
  pretokenizers
})

/** A recorded tokenizer, and what replaces its fields. */
const variants: readonly (readonly [string, string, Record<string, unknown>])[] = [
  [
    'SmolLM: digits apart',
    'gpt2',
    { pre_tokenizer: sequence({ type: 'Digits', individual_digits: true }, byteLevel) }
  ],
  ['digits together', 'gpt2', { pre_tokenizer: sequence({ type: 'Digits' }, byteLevel) }],
  ['a space before', 'gpt2', { pre_tokenizer: { ...byteLevel, add_prefix_space: true } }],
  ['split, isolated', 'gpt2', { pre_tokenizer: split('Isolated', { String: ' ' }) }],
  ['split, inverted', 'gpt2', { pre_tokenizer: split('Removed', { Regex: '\\p{L}+' }, true) }],
  ['NFKC', 'qwen2', { normalizer: { type: 'NFKC' } }],
  ['NFD', 'qwen2', { normalizer: { type: 'NFD' } }],
  [
    'accents away',
    'qwen2',
    { normalizer: { type: 'Sequence', normalizers: [{ type: 'NFD' }, { type: 'StripAccents' }] } }
  ],
  [
    'text replaced',
    'gpt2',
    { normalizer: { type: 'Replace', pattern: { String: 'e' }, content: 'is' } }
  ],
  [
    'metaspace, never',
    'sentencepiece',
    {
      normalizer: null,
      pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'never', split: false }
    }
  ],
  [
    'metaspace, split',
    'sentencepiece',
    {
      normalizer: null,
      pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always' }
    }
  ]
]

describe.each(variants)('%s', (_, name, overrides) => {
  const json = { ...(readFixture(`tokenizers/${name}.json`) as object), ...overrides }
  const tokenizer = createTokenizer(json)
  const library = new ReferenceTokenizer(json, {})

  it('gives the ids of the published library, and ranges inside the text', () => {
    fc.assert(
      fc.property(mixedText, (text) => {
        const { ids, ranges } = tokenizer.encode(text, { addSpecialTokens: true })
        expect(ids).toEqual(library.encode(text).ids)
        const nPoints = Array.from(text).length
        ranges.forEach(([start, end], i) => {
          expect(start).toBeGreaterThanOrEqual(ranges[i - 1]?.[0] ?? 0)
          expect(end).toBeGreaterThanOrEqual(start)
          expect(end).toBeLessThanOrEqual(nPoints)
        })
      }),
      { numRuns: 200, seed: 5 }
    )
  })
})

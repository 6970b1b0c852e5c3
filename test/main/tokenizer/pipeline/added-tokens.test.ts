import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LongestPrefixMatcher } from '../../../../main/tokenizer/pipeline/added-token-matcher.ts'
import { createTokenizer } from '../../../../main/tokenizer/tokenizer.ts'
import { smallTokenizer } from '../../../helpers/small-tokenizer.ts'

function encoded(token: object, text: string, overrides: Record<string, unknown> = {}): unknown {
  const added = { id: 20, special: true, ...token }
  const json = smallTokenizer({ added_tokens: [added], ...overrides })
  const { tokens, ranges } = createTokenizer(json).encode(text, { addSpecialTokens: false })
  return tokens.map((each, i) => `${each}@${ranges[i]!.join('-')}`)
}

describe('LongestPrefixMatcher', () => {
  it('finds the longest word at every place, as trying each word does', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '<'), minLength: 1, maxLength: 5 })
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '<'), maxLength: 40 })
    fc.assert(
      fc.property(fc.uniqueArray(word, { maxLength: 8 }), text, (words, sought) => {
        const found = Array.from(new LongestPrefixMatcher(words).longestAt(sought))
        const tried = Array.from(sought, (_, u) =>
          words.reduce(
            (best, each, i) =>
              sought.startsWith(each, u) && each.length > (words[best]?.length ?? 0) ? i : best,
            -1
          )
        )
        expect(found).toEqual(tried)
      }),
      { numRuns: 500, seed: 7 }
    )
  })

  it('is linear where every place begins a long failing match', () => {
    const matcher = new LongestPrefixMatcher([`${'a'.repeat(100_000)}b`])
    const start = performance.now()
    expect(matcher.longestAt('a'.repeat(1_000_000)).includes(0)).toBe(false)
    expect(performance.now() - start).toBeLessThan(2000)
  })
})

describe('added tokens', () => {
  it('are found before the model sees the text, the longest first', () => {
    expect(encoded({ content: 'abc' }, 'abcab')).toEqual(['abc@0-3', 'ab@3-5'])
  })

  it('take spaces along where they say so, which are no part of the range at its start', () => {
    expect(encoded({ content: '<x>', lstrip: true }, 'a  <x>b')).toEqual([
      'a@0-1',
      '<x>@3-6',
      'b@6-7'
    ])
    expect(encoded({ content: '<x>', rstrip: true }, '<x>  b')).toEqual(['<x>@0-5', 'b@5-6'])
    expect(encoded({ content: '<x>', lstrip: true, rstrip: true }, '<x> <x>')).toEqual([
      '<x>@0-4',
      '<x>@4-7'
    ])
  })

  it('that are single words are not found inside others', () => {
    const token = { content: 'ab', id: 6, single_word: true }
    const json = { normalizer: { type: 'Lowercase' } }
    expect(encoded(token, 'ab cab ab!', json)).toEqual([
      'ab@0-2',
      ' @3-3',
      'c@3-4',
      'ab@4-6',
      ' @7-7',
      'ab@7-9',
      '?@9-10'
    ])
  })

  it('are sought in the normalised text where they say so', () => {
    const json = { normalizer: { type: 'Lowercase' } }
    expect(encoded({ content: 'CAB', normalized: true }, 'xCab', json)).toEqual([
      '?@0-1',
      'CAB@1-4'
    ])
    expect(encoded({ content: 'CAB', normalized: false }, 'cab', json)).toEqual(['c@0-1', 'ab@1-3'])
  })

  it('without text are never found', () => {
    expect(encoded({ content: '' }, 'ab')).toEqual(['ab@0-2'])
  })
})

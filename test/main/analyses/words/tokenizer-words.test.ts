import { describe, expect, it } from 'vitest'
import { wordsOfTokenizer } from '../../../../main/analyses/words/tokenizer-words.ts'
import { createTokenizer } from '../../../../main/tokenizer/tokenizer.ts'
import { appErrorOf } from '../../../helpers/app-error.ts'
import {
  fixtureTokenizer,
  goldenNames,
  goldenTokenizer,
  tokenizerNames
} from '../../../helpers/fixture-tokenizers.ts'
import { smallTokenizer } from '../../../helpers/small-tokenizer.ts'

const vocabOf = (tokens: readonly string[]) =>
  Object.fromEntries(tokens.map((token, id) => [token, id]))

function byteLevel(tokens: readonly string[], overrides = {}) {
  const decoder = { type: 'ByteLevel' }
  return createTokenizer(
    smallTokenizer({ decoder, ...overrides }, { vocab: vocabOf(tokens), merges: [] })
  )
}

function metaspace(tokens: readonly string[]) {
  const decoder = { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always' }
  return createTokenizer(smallTokenizer({ decoder }, { vocab: vocabOf(tokens), merges: [] }))
}

describe('wordsOfTokenizer', () => {
  it('takes the tokens that begin a word and are made of letters, spelt without the marker', () => {
    const tokens = ['?', 'the', 'Ġthe', 'Ġ', 'Ġ7', 'Ġa1', 'Ġ.', 'Ġof', 'ĠĠin', 'ĠoneĠtwo', 'Ġon.']
    expect(wordsOfTokenizer(byteLevel(tokens), 'm').words).toEqual(['the', 'of'])
    const marked = tokens.map((token) => token.replaceAll('Ġ', '▁'))
    expect(wordsOfTokenizer(metaspace(marked), 'm').words).toEqual(['the', 'of'])
  })

  it('spells bytes as letters, and leaves out bytes that are none', () => {
    // é is the bytes C3 A9, which byte-level vocabularies write Ã©.
    const { words } = wordsOfTokenizer(byteLevel(['?', 'ĠcafÃ©', 'ĠcafÃ', 'Ġbon']), 'm')
    expect(words).toEqual(['café', 'bon'])
  })

  it('takes apostrophes and hyphens inside a word, not around it', () => {
    const tokens = ['?', "Ġdon't", 'Ġwell-known', "Ġ'tis", 'Ġends-', 'Ġ-']
    expect(wordsOfTokenizer(byteLevel(tokens), 'm').words).toEqual(["don't", 'well-known'])
  })

  it('is in the order of ids, not of the file', () => {
    const vocab = { '?': 3, Ġcow: 2, Ġant: 1, Ġbee: 0 }
    const tokenizer = createTokenizer(
      smallTokenizer({ decoder: { type: 'ByteLevel' } }, { vocab, merges: [] })
    )
    expect(wordsOfTokenizer(tokenizer, 'm').words).toEqual(['bee', 'ant', 'cow'])
  })

  it('leaves out special tokens', () => {
    const added = [{ id: 3, content: 'Ġuser', special: true }]
    const tokenizer = byteLevel(['?', 'Ġred', 'Ġblue', 'Ġuser'], { added_tokens: added })
    expect(wordsOfTokenizer(tokenizer, 'm').words).toEqual(['red', 'blue'])
  })

  it('without markers takes the tokens that a word by itself becomes', () => {
    // Letters, "ab", "cd" and "abcd"; text is cut by merges alone.
    const { words } = wordsOfTokenizer(createTokenizer(smallTokenizer()), 'm')
    expect(words).toEqual(['a', 'b', 'c', 'd', 'e', 'ab', 'cd', 'abcd'])
  })

  it('says that a tokenizer has no whole word', () => {
    const error = appErrorOf(() => wordsOfTokenizer(byteLevel(['?', 'a', 'b']), 'letters'))
    expect(error.code).toBe('request/invalid')
    expect(error.message).toBe(
      'word list: the tokenizer of letters has no whole word among 3 tokens, expected at least one'
    )
    expect(error.hint).toContain('file')
  })

  it.each([
    ...tokenizerNames.map((name) => [name, fixtureTokenizer(name)] as const),
    ...goldenNames.map((name) => [name, goldenTokenizer(name)] as const)
  ])('finds words in %s that its tokens spell', (_, tokenizer) => {
    const { words, isUsable, source } = wordsOfTokenizer(tokenizer, 'm')
    expect(source).toBe('tokenizer')
    expect(words.length).toBeGreaterThan(20)
    expect(new Set(words).size).toBe(words.length)
    expect(isUsable).toHaveLength(words.length)
    expect(words.filter((word) => /[^\p{L}\p{M}'’‐-]/u.test(word))).toEqual([])
    // A word is its own token's text again, so most come back as that one token.
    const alone = words.filter((word) => {
      const { ids } = tokenizer.encode(` ${word}`, { addSpecialTokens: false })
      return tokenizer.decode([ids.at(-1)!]).trim() === word
    })
    expect(alone.length / words.length).toBeGreaterThan(0.9)
  })
})

import { expect, it } from 'vitest'
import { tokensOfWord } from '../../../../main/analyses/words/word-tokens.ts'
import { fixtureTokenizer, tokenizerNames } from '../../../helpers/fixture-tokenizers.ts'

it.each(tokenizerNames)(
  '%s writes a word as inside a text, without frame and bare spaces',
  (name) => {
    const tokenizer = fixtureTokenizer(name)
    for (const word of ['the', 'day', 'unbelievable', 'naïve', '翻訳']) {
      const ids = tokensOfWord(tokenizer, word)
      const texts = ids.map((id) => tokenizer.tokenText(id)!)
      expect(ids.filter((id) => tokenizer.specialIds.has(id))).toEqual([])
      expect(texts.filter((text) => /^[▁Ġ ]+$/.test(text))).toEqual([])
      expect(tokenizer.decode(ids).trim()).toBe(word)
    }
  }
)

it('drops the marker where it is a token of its own', () => {
  const tokenizer = fixtureTokenizer('sentencepiece')
  const whole = tokenizer.encode(' 翻訳', { addSpecialTokens: false }).ids
  const isMarker = whole.map((id) => /^▁+$/.test(tokenizer.tokenText(id)!))
  expect(isMarker[0]).toBe(true)
  expect(tokensOfWord(tokenizer, '翻訳')).toEqual(whole.slice(isMarker.indexOf(false)))
})

import type { WordList } from '../../main/analyses/words/word-list.ts'
import type { Tokenizer } from '../../main/tokenizer/tokenizer.ts'

/** Words `w0`, `w1` … and a tokenizer that gives every third of them two tokens. */
export function generatedWords(nWords: number): {
  readonly list: WordList
  readonly tokenizer: Tokenizer
} {
  const words = Array.from({ length: nWords }, (_, i) => `w${i}`)
  const vocabulary = new Map(words.map((word, id) => [word, id]))
  const list: WordList = {
    source: 'file',
    name: 'generated',
    words,
    isUsable: new Uint8Array(nWords).fill(1),
    notes: []
  }
  const tokenizer: Tokenizer = {
    encode(text) {
      const id = vocabulary.get(text.trim())!
      const ids = id % 3 === 0 ? [id, (id * 7_919 + 1) % nWords] : [id]
      return {
        ids,
        tokens: ids.map((each) => words[each]!),
        ranges: ids.map(() => [0, text.length] as const),
        isSpecial: ids.map(() => false)
      }
    },
    decode: (ids) => ids.map((id) => words[id]).join(' '),
    tokenText: (id) => words[id],
    tokenId: (text) => vocabulary.get(text),
    nTokens: nWords,
    specialIds: new Set(),
    addedBefore: [],
    addedAfter: [],
    bosToken: undefined,
    eosToken: undefined,
    spelling: 'plain',
    vocabulary
  }
  return { list, tokenizer }
}

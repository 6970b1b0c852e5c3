import type { Tokenizer } from '../../tokenizer/tokenizer.ts'

/** Tokens that stand for spaces and nothing else. */
const onlySpace = { 'byte-level': /^Ġ+$/, metaspace: /^▁+$/, plain: /^[ ▁Ġ]+$/ } as const

/**
 * The tokens of a word inside a text: with a leading space, without special tokens, and without those
 * that are only the marker of a space (method.md section 2, step 2).
 */
export function tokensOfWord(tokenizer: Tokenizer, word: string): readonly number[] {
  const { ids } = tokenizer.encode(` ${word}`, { addSpecialTokens: false })
  const space = onlySpace[tokenizer.spelling]
  return ids.filter((id) => !space.test(tokenizer.tokenText(id) ?? ''))
}

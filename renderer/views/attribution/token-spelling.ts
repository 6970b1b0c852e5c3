import type { TokenSpelling } from '../../../preload/token-display.ts'

const spellings = new WeakMap<readonly string[], TokenSpelling>()

/**
 * How the tokens of a record spell spaces and bytes: a record keeps the tokens, not their tokenizer.
 * Known by the signs themselves, which no other spelling uses; looked up once a list.
 */
export function spellingOf(tokens: readonly string[]): TokenSpelling {
  let spelling = spellings.get(tokens)
  if (!spelling) spellings.set(tokens, (spelling = detect(tokens)))
  return spelling
}

function detect(tokens: readonly string[]): TokenSpelling {
  if (tokens.some((token) => token.includes('▁') || /^<0x[0-9A-F]{2}>$/.test(token))) {
    return 'metaspace'
  }
  // GPT-2 writes the 68 bytes that are no printable character as U+0100 to U+0143.
  return tokens.some((token) => /[\u0100-\u0143]/.test(token)) ? 'byte-level' : 'plain'
}

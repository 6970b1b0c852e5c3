import { AppError } from '../../errors.ts'
import type { Tokenizer } from '../../tokenizer/tokenizer.ts'
import type { WordList } from './word-list.ts'
import { tokensOfWord } from './word-tokens.ts'

/** Letters with their marks; apostrophes and hyphens between them. */
const wordForm = /^\p{L}[\p{L}\p{M}]*(?:['’‐-][\p{L}\p{M}]+)*$/u

/**
 * A tokenizer's own whole words: every token that begins a word and is made of letters, spelt without
 * the marker of the space before it. In the order of ids, each spelling once.
 *
 * A token that begins a word may also be the beginning of a longer one (`Ġunder` of "understand"):
 * the list holds it all the same, since nothing in a vocabulary tells the two apart.
 *
 * @param name  of the model, for the record
 * @throws AppError `request/invalid` when there is none
 */
export function wordsOfTokenizer(tokenizer: Tokenizer, name: string): WordList {
  const words = new Set<string>()
  const inOrder = [...tokenizer.vocabulary].sort(([, a], [, b]) => a - b)
  for (const [text, id] of inOrder) {
    const word = wholeWord(tokenizer, text, id)
    if (word !== null) words.add(word)
  }
  if (words.size === 0) {
    throw new AppError(
      'request/invalid',
      `word list: the tokenizer of ${name} has no whole word among ${inOrder.length} tokens, expected at least one`,
      { hint: 'Give a file with one word a line.' }
    )
  }
  return {
    source: 'tokenizer',
    name,
    words: [...words],
    isUsable: new Uint8Array(words.size).fill(1),
    notes: []
  }
}

/** How a vocabulary writes the space before a word. */
const markers = { 'byte-level': 'Ġ', metaspace: '▁', plain: null } as const

/** The word that a token stands for by itself, without the space before it; null for any other token. */
export function wholeWord(tokenizer: Tokenizer, text: string, id: number): string | null {
  const marker = markers[tokenizer.spelling]
  if (tokenizer.specialIds.has(id)) return null
  // Once and in front: some decoders drop every marker of the first token.
  if (marker !== null && text.lastIndexOf(marker) !== 0) return null
  // Some decoders drop the first space of a text, others keep it.
  const word = tokenizer.decode([id]).replace(/^ /, '')
  if (!wordForm.test(word)) return null
  // Without a marker only the way back tells whether the token stands for the word by itself.
  if (marker === null && tokensOfWord(tokenizer, word).join() !== String(id)) return null
  return word
}

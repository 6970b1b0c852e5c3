/** Word lists: the words that concepts and heads are described with (method.md section 2, step 2). */
import { createHash } from 'node:crypto'

/** An index of a word is its 0-based line: every line keeps its place, usable or not. */
export interface WordList {
  readonly source: 'tokenizer' | 'file'
  /** Name of the file, or of the model whose tokenizer it is. */
  readonly name: string
  /** One a line, as written, without the frequency. */
  readonly words: readonly string[]
  /** [words.length], 1 where the line holds a word that no earlier line holds */
  readonly isUsable: Uint8Array
  /** Blank, duplicate and unusable lines, counted with examples, in plain words. */
  readonly notes: readonly string[]
}

/** SHA-256 of the words in order, each ended by a line feed, hex. */
export function hashWords(words: readonly string[]): string {
  const hash = createHash('sha256')
  for (const word of words) hash.update(word).update('\n')
  return hash.digest('hex')
}

/** Word lists of a run, as its first units read and keep them. */
import { basename } from 'node:path'
import type { WordListSummary } from '../../../preload/analysis/concepts/record.ts'
import { wordsOfTokenizer } from '../../analyses/words/tokenizer-words.ts'
import { readWordFile } from '../../analyses/words/word-file.ts'
import { hashWords, type WordList } from '../../analyses/words/word-list.ts'
import type { OpenedModel } from './open-model.ts'

export interface KeptWords {
  readonly wordList: WordListSummary
  readonly words: readonly string[]
  /** Lines that cannot be used, ascending. */
  readonly unusableLines: readonly number[]
}

/** The list of a run: the file's, or the whole words of the first model's tokenizer. */
export async function wordListOf(path: string | null, model: OpenedModel): Promise<WordList> {
  if (path !== null) return readWordFile(path)
  return wordsOfTokenizer(model.tokenizer, basename(model.checkpoint.name))
}

/** @param nUsable  words that have a vector */
export function summarizeWords(list: WordList, nUsable: number): KeptWords {
  const { source, name, words, isUsable, notes } = list
  return {
    wordList: { source, name, sha256: hashWords(words), nUsable, notes: [...notes] },
    words,
    unusableLines: Array.from(isUsable.keys()).filter((line) => isUsable[line] === 0)
  }
}

/** The list as the run began with it: its file may have changed since. */
export function usableAgain({ wordList, words, unusableLines }: KeptWords): WordList {
  const isUsable = new Uint8Array(words.length).fill(1)
  for (const line of unusableLines) isUsable[line] = 0
  const { source, name, notes } = wordList
  return { source, name, words, isUsable, notes }
}

/** How many lines are in all lists; each is ascending. */
export function countCommon([first, ...others]: readonly Int32Array[]): number {
  const sets = others.map((lines) => new Set(lines))
  return first?.filter((line) => sets.every((set) => set.has(line))).length ?? 0
}

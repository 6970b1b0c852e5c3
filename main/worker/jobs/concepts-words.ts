import { basename } from 'node:path'
import type { WordListSummary } from '../../../preload/analysis/concepts/record.ts'
import { wordsOfTokenizer } from '../../analyses/words/tokenizer-words.ts'
import { readWordFile } from '../../analyses/words/word-file.ts'
import { hashWords, type WordList } from '../../analyses/words/word-list.ts'
import type { OpenedModel } from './open-model.ts'

/** The list of a run: the file's, or the whole words of the first model's tokenizer. */
export async function wordListOf(path: string | null, model: OpenedModel): Promise<WordList> {
  if (path !== null) return readWordFile(path)
  return wordsOfTokenizer(model.tokenizer, basename(model.checkpoint.name))
}

/** @param nUsable  words that have a vector */
export function summarizeWords(list: WordList, nUsable: number): WordListSummary {
  const { source, name, words, notes } = list
  return { source, name, sha256: hashWords(words), nUsable, notes: [...notes] }
}

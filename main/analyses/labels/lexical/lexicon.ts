/** The open lexical resources behind the annotator (resources/lexicon/README.md), read once. */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '../../../errors.ts'
import { resourceFile } from '../../../resource-file.ts'
import { makeDictionaries } from './dictionaries.ts'
import type { Dictionaries } from './dictionaries.ts'
import { makeLetterModel } from './letter-model.ts'
import type { LetterModel } from './letter-model.ts'
import { openSections } from './lexicon-file.ts'
import { makeTopics } from './topics.ts'
import type { Topic } from './topics.ts'
import { makeVocabulary } from './vocabulary.ts'
import type { Vocabulary } from './vocabulary.ts'

export interface Lexicon {
  readonly vocabulary: Vocabulary
  readonly dictionaries: Dictionaries
  readonly letters: LetterModel
  /** Function words of other languages by the language's code. */
  readonly functionWords: ReadonlyMap<string, ReadonlySet<string>>
  /** Domain ("Python", "SQL") to its identifiers in lower case. */
  readonly identifiers: ReadonlyMap<string, ReadonlySet<string>>
  /** Lower case, in English and as the languages call themselves. */
  readonly languageNames: ReadonlySet<string>
  readonly topics: readonly Topic[]
}

/** @throws AppError checkpoint/unreadable or checkpoint/malformed with the file's name */
export async function loadLexicon(
  path: string = resourceFile('lexicon/lexicon.bin')
): Promise<Lexicon> {
  const name = basename(path)
  const file = await readFile(path).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new AppError('checkpoint/unreadable', `${name}: ${reason}, expected the lexicon`, {
      file: name,
      hint: 'Install Shiftlens again.',
      cause
    })
  })
  const sections = openSections(file, name)
  const vocabulary = makeVocabulary(sections)
  const lines = (section: string) =>
    new Map(
      sections
        .text(section)
        .split('\n')
        .map((line) => line.split(' '))
        .map(([key = '', ...words]) => [key, words] as const)
    )
  const setOf = (words: readonly string[]) => new Set(words.map((word) => word.toLowerCase()))
  const sets = (section: string) =>
    new Map([...lines(section)].map(([key, words]) => [key, setOf(words)]))
  return {
    vocabulary,
    dictionaries: makeDictionaries(sections.text('dictionaries')),
    letters: makeLetterModel(sections),
    functionWords: sets('functionWords'),
    identifiers: sets('identifiers'),
    languageNames: setOf(sections.text('languageNames').split(' ')),
    topics: makeTopics(vocabulary)
  }
}

/** The two verb lists as the comparison takes them. */
import { findTerms } from './find-terms.ts'
import type { VerbLists } from './verb-lists.ts'

export type VerbKind = keyof VerbLists

export const verbKinds: readonly VerbKind[] = ['instruction', 'general']

/** What of a list cannot be counted; words as written, in the order of the list. */
export interface VerbListReport {
  /** Different words in it. */
  readonly nWords: number
  /** Those that the word list has, and that are counted. */
  readonly nFound: number
  /** No line of the word list, so no relation can have them. */
  readonly missing: readonly string[]
  /** Written with a capital: relations are in lower case, and the word list has them so. */
  readonly miscased: readonly string[]
}

export interface VerbWords {
  /** Words that are counted, in the order of their list. */
  readonly words: Readonly<Record<VerbKind, readonly { readonly word: string; term: number }[]>>
  readonly reports: Readonly<Record<VerbKind, VerbListReport>>
  /** Words of both lists: counted as instruction verbs, since general verbs are those outside that set. */
  readonly shared: readonly string[]
}

/** Looks the words up among the terms; repeated ones count once, blank ones not. */
export function verbWords(terms: readonly string[], lists: VerbLists): VerbWords {
  const instruction = distinct(lists.instruction)
  const isInstruction = new Set(instruction)
  const given = distinct(lists.general)
  const general = given.filter((word) => !isInstruction.has(word))
  const all = [...instruction, ...general]
  const found = findTerms(terms, [...all, ...all.map(lowered)])
  const words = (list: readonly string[]) =>
    list.flatMap((word) => {
      const term = found.get(word)
      return term === undefined ? [] : [{ word, term }]
    })
  const report = (list: readonly string[]): VerbListReport => {
    const absent = list.filter((word) => !found.has(word))
    return {
      nWords: list.length,
      nFound: list.length - absent.length,
      missing: absent.filter((word) => !found.has(lowered(word))),
      miscased: absent.filter((word) => found.has(lowered(word)))
    }
  }
  return {
    words: { instruction: words(instruction), general: words(general) },
    reports: { instruction: report(instruction), general: report(general) },
    shared: given.filter((word) => isInstruction.has(word))
  }
}

function distinct(words: readonly string[]): string[] {
  return [...new Set(words.filter((word) => word.trim() !== ''))]
}

function lowered(word: string): string {
  return word.toLowerCase()
}

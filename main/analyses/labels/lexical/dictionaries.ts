/** Words of other languages with the nearest English word (Unicode CLDR). */
export interface Dictionaries {
  readonly languages: readonly string[]
  /** The languages that have the word (lower case), with its English. */
  readonly find: (
    lower: string
  ) => readonly { readonly language: string; readonly english: string }[]
}

/** @param lines  language to word, English word, word, English word, … */
export function makeDictionaries(lines: ReadonlyMap<string, readonly string[]>): Dictionaries {
  const tables = [...lines].map(([language, words]) => {
    const table = new Map<string, string>()
    for (let i = 0; i + 1 < words.length; i += 2) table.set(words[i]!, words[i + 1]!)
    return { language, table }
  })
  return {
    languages: tables.map(({ language }) => language),
    find: (lower) =>
      tables.flatMap(({ language, table }) => {
        const english = table.get(lower)
        return english === undefined ? [] : [{ language, english }]
      })
  }
}

/** The code of a language elsewhere in the lexicon: CLDR calls Tagalog "fil", the others "tl". */
export function dictionaryCode(language: string): string {
  return language === 'fil' ? 'tl' : language
}

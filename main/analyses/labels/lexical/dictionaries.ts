/** Words of other languages with the nearest English word (Unicode CLDR). */
export interface Dictionaries {
  /** The languages that have the word (lower case), with its English; empty when none has. */
  readonly find: (lower: string) => readonly Translation[]
}

export interface Translation {
  /** Code of the language in the lexicon. */
  readonly language: string
  readonly english: string
}

/** @param text  a line a word: the word, then "language=English" for each language, separated by blanks */
export function makeDictionaries(text: string): Dictionaries {
  const entries = new Map<string, string>()
  for (const line of text.split('\n')) {
    const border = line.indexOf(' ')
    entries.set(line.slice(0, border), line.slice(border + 1))
  }
  return {
    find: (lower) => {
      const entry = entries.get(lower)
      if (entry === undefined) return []
      return entry.split(' ').map((pair) => {
        const border = pair.indexOf('=')
        return { language: pair.slice(0, border), english: pair.slice(border + 1) }
      })
    }
  }
}

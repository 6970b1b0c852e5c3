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

/**
 * Split when the first word is looked up, so that reading the lexicon does not wait for it.
 *
 * @param text  a line a word: the word, then "language=English" for each language, separated by blanks
 */
export function makeDictionaries(text: string): Dictionaries {
  let entries: ReadonlyMap<string, string> | undefined
  return {
    find: (lower) => {
      entries ??= splitEntries(text)
      const entry = entries.get(lower)
      if (entry === undefined) return []
      return entry.split(' ').map((pair) => {
        const border = pair.indexOf('=')
        return { language: pair.slice(0, border), english: pair.slice(border + 1) }
      })
    }
  }
}

function splitEntries(text: string): ReadonlyMap<string, string> {
  const entries = new Map<string, string>()
  for (const line of text.split('\n')) {
    const border = line.indexOf(' ')
    entries.set(line.slice(0, border), line.slice(border + 1))
  }
  return entries
}

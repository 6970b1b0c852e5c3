/** How often each language uses groups of one to three letters (langdetect), and its function words. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The languages that the annotator tells apart by their letters, by their code in the sources. */
export const letterLanguages = [
  ...['en', 'fr', 'es', 'de', 'it', 'pt', 'nl', 'sv', 'da', 'no', 'fi', 'pl', 'cs', 'sk', 'sl'],
  ...['hr', 'ro', 'hu', 'tr', 'id', 'vi', 'tl', 'ca', 'af', 'sw', 'et', 'lt', 'lv', 'sq', 'cy'],
  ...['so', 'ru', 'uk', 'bg', 'mk', 'ar', 'fa', 'ur', 'hi', 'mr', 'ne']
]

export interface LetterGroups {
  readonly language: string
  /** Counts of groups of one to three letters; "_" is a word's border. */
  readonly counts: Readonly<Record<string, number>>
}

export function readLetterGroups(langdetect: string): readonly LetterGroups[] {
  return letterLanguages.map((language) => {
    const file = join(langdetect, 'langdetect/profiles', language)
    // The package's own form.
    const { freq } = JSON.parse(readFileSync(file, 'utf8')) as { freq: Record<string, number> }
    return { language, counts: lowerCase(freq) }
  })
}

/** For a language that is known by a list of its words. */
export function countLetterGroups(language: string, words: readonly string[]): LetterGroups {
  const counts: Record<string, number> = {}
  for (const word of words) {
    const letters = `_${word}_`
    for (let n = 1; n <= 3; n++) {
      for (let from = 0; from + n <= letters.length; from++) {
        const group = letters.slice(from, from + n)
        if (group !== '_') counts[group] = (counts[group] ?? 0) + 1
      }
    }
  }
  return { language, counts }
}

/** Sections of the languages, the groups and their counts, [nGroups, nLanguages] of uint32. */
export function packLetterGroups(languages: readonly LetterGroups[]): {
  readonly letterLanguages: string
  readonly letterGroups: string
  readonly letterCounts: { readonly compressed: Uint8Array }
} {
  const groups = [...new Set(languages.flatMap(({ counts }) => Object.keys(counts)))].sort()
  const table = new Uint32Array(groups.length * languages.length)
  groups.forEach((group, g) => {
    languages.forEach(({ counts }, l) => (table[g * languages.length + l] = counts[group] ?? 0))
  })
  return {
    letterLanguages: languages.map(({ language }) => language).join(' '),
    letterGroups: groups.join(' '),
    letterCounts: { compressed: new Uint8Array(table.buffer) }
  }
}

function lowerCase(freq: Readonly<Record<string, number>>): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const [group, count] of Object.entries(freq)) {
    const key = group.toLowerCase().replaceAll(' ', '_')
    sums[key] = (sums[key] ?? 0) + count
  }
  return sums
}

/** A line a language: code, then its function words. */
export function readFunctionWords(stopwords: string): string {
  // The package's own form.
  const lists = JSON.parse(readFileSync(join(stopwords, 'stopwords-iso.json'), 'utf8')) as Record<
    string,
    string[]
  >
  return Object.entries(lists)
    .filter(([language]) => language !== 'en')
    .map(([language, words]) => [language, ...words.filter((word) => !/\s/.test(word))].join(' '))
    .join('\n')
}

/** How often each language uses groups of one to three letters (langdetect), and its function words. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The languages that the annotator tells apart by their letters, by their code in the sources. */
export const letterLanguages = [
  ...['en', 'fr', 'es', 'de', 'it', 'pt', 'nl', 'sv', 'da', 'no', 'fi', 'pl', 'cs', 'sk', 'sl'],
  ...['hr', 'ro', 'hu', 'tr', 'id', 'vi', 'tl', 'ca', 'af', 'sw', 'et', 'lt', 'lv', 'sq', 'cy'],
  ...['so', 'ru', 'uk', 'bg', 'mk', 'ar', 'fa', 'ur', 'hi', 'mr', 'ne']
]

/** A line a language: code, then groups with their counts; a blank in a group is a word's border, "_". */
export function readLetterGroups(langdetect: string): string {
  return letterLanguages
    .map((language) => {
      const file = join(langdetect, 'langdetect/profiles', language)
      // The package's own form.
      const { freq } = JSON.parse(readFileSync(file, 'utf8')) as { freq: Record<string, number> }
      const groups = Object.entries(lowerCase(freq)).sort(([a], [b]) => (a < b ? -1 : 1))
      return [language, ...groups.flatMap(([group, count]) => [group, count])].join(' ')
    })
    .join('\n')
}

/** The same line for a language that is known by a list of its words. */
export function countLetterGroups(language: string, words: readonly string[]): string {
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
  const groups = Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1))
  return [language, ...groups.flat()].join(' ')
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

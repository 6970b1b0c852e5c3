/**
 * Words of other languages with the English word that means most nearly the same, from Unicode CLDR:
 * keywords of emoji (words that share their emoji share a meaning), names of countries, languages,
 * months and days.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A keyword must share this much of its emoji with the English one (Dice). */
const leastOverlap = 0.34

type Keywords = ReadonlyMap<string, ReadonlySet<string>>

/** Foreign word to English word, both lower case, for a language of CLDR. */
export function makeDictionary(
  language: string,
  folders: { readonly annotations: string; readonly names: string; readonly dates: string },
  isKnown: (english: string) => boolean
): ReadonlyMap<string, string> {
  const english = readKeywords(folders.annotations, 'en')
  const emojiWords = new Map<string, string[]>()
  for (const [word, emoji] of english) {
    if (!isKnown(word)) continue
    for (const one of emoji) emojiWords.set(one, [...(emojiWords.get(one) ?? []), word])
  }
  const pairs = new Map<string, string>()
  for (const [word, emoji] of readKeywords(folders.annotations, language)) {
    const candidates = new Set([...emoji].flatMap((one) => emojiWords.get(one) ?? []))
    const best = [...candidates]
      .map((candidate) => ({ candidate, overlap: dice(emoji, english.get(candidate)!) }))
      .sort((a, b) => b.overlap - a.overlap || (a.candidate < b.candidate ? -1 : 1))[0]
    if (best && best.overlap >= leastOverlap) pairs.set(word, best.candidate)
  }
  const foreign = readNames(language, folders)
  for (const [key, name] of readNames('en', folders)) {
    const word = foreign.get(key)
    if (word !== undefined && isKnown(name)) pairs.set(word, name)
  }
  return pairs
}

function readKeywords(folder: string, language: string): Keywords {
  const file = join(folder, 'annotations', language, 'annotations.json')
  const keywords = new Map<string, Set<string>>()
  // CLDR's own form.
  const { annotations } = JSON.parse(readFileSync(file, 'utf8')) as {
    annotations: { annotations: Record<string, { default?: string[]; tts?: string[] }> }
  }
  for (const [emoji, { default: words = [], tts = [] }] of Object.entries(
    annotations.annotations
  )) {
    for (const word of [...words, ...tts].map((text) => text.toLowerCase())) {
      if (/^\p{L}[\p{L}\p{M}'-]+$/u.test(word)) {
        keywords.set(word, (keywords.get(word) ?? new Set()).add(emoji))
      }
    }
  }
  return keywords
}

function dice(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let nShared = 0
  for (const one of a) if (b.has(one)) nShared++
  return (2 * nShared) / (a.size + b.size)
}

/** Names of one word by their key. */
function readNames(
  language: string,
  folders: { readonly names: string; readonly dates: string }
): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const add = (kind: string, table: Readonly<Record<string, string>>) => {
    for (const [key, name] of Object.entries(table)) {
      if (/^[\p{L}\p{M}]{2,}$/u.test(name)) found.set(`${kind}/${key}`, name.toLowerCase())
    }
  }
  const read = (file: string): unknown =>
    existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { main: {} }
  // CLDR's own form.
  type Names = { localeDisplayNames: Record<string, Record<string, string>> }
  for (const kind of ['languages', 'territories']) {
    const file = read(join(folders.names, 'main', language, `${kind}.json`))
    const { main } = file as { main: Record<string, Names> }
    add(kind, main[language]?.localeDisplayNames[kind] ?? {})
  }
  type Wide = Record<'format' | 'stand-alone', { wide: Record<string, string> }>
  type Calendar = { dates: { calendars: { gregorian: { months: Wide; days: Wide } } } }
  const calendar = read(join(folders.dates, 'main', language, 'ca-gregorian.json'))
  const gregorian = (calendar as { main: Record<string, Calendar> }).main[language]?.dates.calendars
    .gregorian
  add('month', gregorian?.months['stand-alone'].wide ?? {})
  add('day', gregorian?.days['stand-alone'].wide ?? {})
  return found
}

/** Names of languages of one word, as English and as the languages themselves write them. */
export function languageNames(names: string, languages: readonly string[]): readonly string[] {
  const read = (language: string): Readonly<Record<string, string>> => {
    const file = join(names, 'main', language, 'languages.json')
    // CLDR's own form.
    const { main } = JSON.parse(readFileSync(file, 'utf8')) as {
      main: Record<string, { localeDisplayNames: { languages: Record<string, string> } }>
    }
    return main[language]?.localeDisplayNames.languages ?? {}
  }
  const own = languages.map((language) => read(language)[language] ?? '')
  const all = [...Object.values(read('en')), ...own].map((name) => name.toLowerCase())
  return [...new Set(all.filter((name) => /^[\p{L}\p{M}]{3,}$/u.test(name)))].sort()
}

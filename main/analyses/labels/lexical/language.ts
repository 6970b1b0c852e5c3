/** In which language other than English most of the words are. */
import type { Lexicon } from './lexicon.ts'
import { scriptLanguages } from './scripts.ts'
import type { Word } from './word.ts'

export interface LanguageFinding {
  /** Code of the lexicon; of no use to a reader. */
  readonly code: string
  readonly name: string
  /** Words of this language, strongest first. */
  readonly members: readonly Word[]
  /** Words of any other language than English, with those of this one. */
  readonly foreign: readonly Word[]
}

/** What each kind of knowledge adds to the logarithm of a word's likelihood in a language. */
const bonus = {
  functionWord: 8,
  dictionary: 6,
  englishFunctionWord: 12,
  commonEnglish: 10,
  english: 7,
  rareEnglish: 4,
  /** Names and borrowed words are in the vocabulary without being in WordNet. */
  name: 3,
  capital: 3
}
const nCommon = 8000
const nFrequent = 30_000
/** A word belongs to the language when it is this much likelier there than in English (natural log). */
const leastLead = 2
/** Without a language to lean on, it must be this much likelier in one of thirty. */
const leastLeadAnywhere = { unknown: 4, known: 6, name: 9 }
const evidenceLimit = 8
const leastSure = 0.4

const displayNames = new Intl.DisplayNames(['en'], { type: 'language' })

/** @returns null when no word leans to another language */
export function findLanguage(words: readonly Word[], lexicon: Lexicon): LanguageFinding | null {
  const candidates = words.filter((word) => word.script !== 'none' && word.code === null)
  const leads = candidates.map((word) => leadsOf(word, lexicon))
  const sums = new Map<string, number>()
  for (const lead of leads) {
    for (const [language, value] of lead) {
      const clipped = Math.max(-evidenceLimit, Math.min(evidenceLimit, value))
      sums.set(language, (sums.get(language) ?? 0) + clipped)
    }
  }
  const code = [...sums].sort((a, b) => b[1] - a[1])[0]?.[0]
  if (code === undefined) return null
  const leadOf = (i: number) => leads[i]!.get(code) ?? -Infinity
  const sure = candidates.filter((_, i) => leadOf(i) > leastLead)
  // Where the language is established, words that it shares with English are its own.
  const isEstablished = sure.length >= leastSure * words.length
  const members = candidates.filter(
    (word, i) => leadOf(i) > leastLead || (isEstablished && isListedIn(code, word, lexicon))
  )
  const foreign = candidates.filter((word, i) => {
    const best = Math.max(...leads[i]!.values())
    return best > leadAnywhere(word) || (sure.includes(word) && !isCapitalised(word))
  })
  return { code, name: languageName(code), members, foreign }
}

export function languageName(code: string): string {
  return displayNames.of(code) ?? code
}

const knownLeads = new WeakMap<Word, ReadonlyMap<string, number>>()

/** How much likelier the word is in each language than in English, by language. */
function leadsOf(word: Word, lexicon: Lexicon): ReadonlyMap<string, number> {
  const before = knownLeads.get(word)
  if (before) return before
  const leads = computeLeads(word, lexicon)
  knownLeads.set(word, leads)
  return leads
}

function computeLeads(word: Word, lexicon: Lexicon): ReadonlyMap<string, number> {
  const leads = new Map<string, number>()
  const written = scriptLanguages[word.script]
  if (word.script !== 'Latin') {
    // A script leaves few languages; English is none of them.
    const likelihoods = lexicon.letters.logProbabilities(word.lower)
    const best = Math.max(
      ...(written ?? []).map((l) => likelihoods[lexicon.letters.languages.indexOf(l)] ?? -99)
    )
    for (const language of written ?? []) {
      const l = lexicon.letters.languages.indexOf(language)
      const behind = l < 0 ? 0 : likelihoods[l]! - best
      leads.set(language, Math.max(leastLead + 1, evidenceLimit + behind))
    }
    return leads
  }
  const likelihoods = lexicon.letters.logProbabilities(word.lower)
  const english = likelihoods[lexicon.letters.languages.indexOf('en')]! + englishBonus(word)
  lexicon.letters.languages.forEach((language, l) => {
    if (language === 'en' || isOtherScript(language)) return
    const isName = language !== 'de' && isCapitalised(word)
    leads.set(language, likelihoods[l]! - english - (isName ? bonus.capital : 0))
  })
  for (const { language, english: meaning } of lexicon.dictionaries.find(word.lower)) {
    const before = leads.get(language)
    if (before !== undefined && meaning !== word.lower) {
      leads.set(language, before + bonus.dictionary)
    }
  }
  for (const [language, functionWords] of lexicon.functionWords) {
    const before = leads.get(language)
    if (before !== undefined && functionWords.has(word.lower)) {
      leads.set(language, before + bonus.functionWord)
    }
  }
  return leads
}

function leadAnywhere(word: Word): number {
  if (isCapitalised(word)) return leastLeadAnywhere.name
  return word.place === undefined ? leastLeadAnywhere.unknown : leastLeadAnywhere.known
}

function isListedIn(code: string, { lower }: Word, lexicon: Lexicon): boolean {
  if (lexicon.functionWords.get(code)?.has(lower)) return true
  return lexicon.dictionaries.find(lower).some(({ language }) => language === code)
}

function isCapitalised({ text }: Word): boolean {
  return /^\p{Lu}\p{Ll}/u.test(text)
}

function isOtherScript(language: string): boolean {
  return Object.values(scriptLanguages).some((languages) => languages.includes(language))
}

function englishBonus(word: Word): number {
  if (word.functionClass !== null) return bonus.englishFunctionWord
  const place = word.place ?? Infinity
  const isFrequent = place < nFrequent
  if (word.isEnglish) {
    if (place < nCommon) return bonus.commonEnglish
    return isFrequent ? bonus.english : bonus.rareEnglish
  }
  return isFrequent ? bonus.name : 0
}

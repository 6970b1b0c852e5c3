/** Shared affix or stem. */
import { shareOfVocabulary } from './chance.ts'
import type { Finding } from './finding.ts'
import { englishAffixName, isKnownAffix } from './known-affixes.ts'
import type { Lexicon } from './lexicon.ts'
import { identifierParts } from './code-words.ts'
import { sharedEnds } from './shared-ends.ts'
import type { SharedEnd } from './shared-ends.ts'
import { dot, isEnglish } from './vocabulary.ts'
import type { Word } from './word.ts'

const leastShare = 0.45
/** About so many beginnings, endings and stems of a few letters are in use. */
const nForms = 1000
const leastShareOfLetter = 0.7
const leastShareOfStem = 0.45
/** Of those with a stem, how many have it as a part of an identifier. */
const leastAsPart = 0.5
const nLettersOfStem = 3
/** An ending that grammar does not list is this long; shorter ones are sounds. */
const nLettersOfUnknown = 4
/** Share of the words that must stay a stem without the affix. */
const leastStems = 0.6
const vowel = /[aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýœаеёиоуыэюяіїєαεηιουωάέήίόύώ]/iu

export interface MorphologyFinding extends Finding {
  /** "re-", "-ness" or the stem itself. */
  readonly form: string
}

/** Whether it is a stem rather than an affix. */
export function isStem({ form }: MorphologyFinding): boolean {
  return !form.includes('-')
}

/** The affix or stem of most words, null when there is none. `language` is the words' language code. */
export function findMorphology(
  words: readonly Word[],
  language: string,
  languageName: string,
  lexicon: Lexicon
): MorphologyFinding | null {
  const lower = words.map((word) => word.lower)
  const candidates = [
    ...sharedEnds(lower, 'end', leastShare),
    ...sharedEnds(lower, 'start', leastShare)
  ].flatMap((end) => affixOf(end, lower, language, lexicon))
  const stem = sharedStem(words, lexicon)
  const best = [...candidates, ...(stem ? [stem] : [])].sort(
    (a, b) => b.members.length - a.members.length || b.form.length - a.form.length
  )[0]
  if (!best) return null
  const isPlain = !best.form.includes('-')
  return {
    name: isPlain
      ? `words with "${best.form}"`
      : language === 'en'
        ? englishAffixName(best.form)
        : `${languageName} words with ${best.form}`,
    form: best.form,
    level: 'morphology',
    tasks: [],
    members: best.members.map((i) => words[i]!.text),
    share: best.members.length / words.length,
    chance: chanceOfForm(best.form, lexicon),
    nTried: nForms
  }
}

interface Form {
  readonly form: string
  readonly members: readonly number[]
}

/** The shared end as an affix, or nothing when it is only the same letters. */
function affixOf(
  { letters, side, members }: SharedEnd,
  words: readonly string[],
  language: string,
  lexicon: Lexicon
): readonly Form[] {
  const stems = members.map((i) =>
    side === 'start' ? words[i]!.slice(letters.length) : words[i]!.slice(0, -letters.length)
  )
  const isLong = (stem: string) => stem.length >= nLettersOfStem && vowel.test(stem)
  const isShort = (stem: string) => stem.length >= 2 && vowel.test(stem)
  const share = (holds: (stem: string) => boolean) => stems.filter(holds).length / stems.length
  const forms = shorterForms(letters, side)
  const known = forms.find((form) => isKnownAffix(form, language))
  const fullForm = forms[0]!
  const isFound =
    language === 'en'
      ? (known !== undefined && share(isShort) >= leastStems && hasWords(stems, side, lexicon)) ||
        (vowel.test(letters) &&
          letters.length >= 2 &&
          share((stem) => isLong(stem) && isEnglish(lexicon.vocabulary, stem)) >= leastStems)
      : (known !== undefined && share(isShort) >= leastStems) ||
        (letters.length >= nLettersOfUnknown &&
          vowel.test(letters) &&
          side === 'end' &&
          share(isLong) >= leastStems)
  const form = known ?? fullForm
  // A single letter ends or starts many words that have nothing else in common.
  const least = form.length > 2 ? leastShare : leastShareOfLetter
  return isFound && members.length >= least * words.length ? [{ form, members }] : []
}

/** The letters as an affix, and its shorter forms: "mem-", "me-". */
function shorterForms(letters: string, side: 'start' | 'end'): readonly string[] {
  return Array.from({ length: letters.length }, (_, n) =>
    side === 'start' ? `${letters.slice(0, letters.length - n)}-` : `-${letters.slice(n)}`
  )
}

/** Some of what an affix leaves is a word, with the spelling that an ending changes. */
function hasWords(stems: readonly string[], side: 'start' | 'end', lexicon: Lexicon): boolean {
  const isWord = (stem: string) => stem.length >= 2 && isEnglish(lexicon.vocabulary, stem)
  const spellings = (stem: string) =>
    side === 'start'
      ? [stem]
      : [
          stem,
          `${stem}e`,
          `${stem}y`,
          stem.replace(/i$/, 'y'),
          stem.replace(/(.)\1$/, '$1'),
          `${stem}s`,
          `${stem}a`,
          `${stem}o`
        ]
  return stems.filter((stem) => spellings(stem).some(isWord)).length >= 0.4 * stems.length
}

/** Letters in the middle or at the start that most words share and whose words mean much the same. */
function sharedStem(words: readonly Word[], lexicon: Lexicon): Form | null {
  const groups = new Map<string, number[]>()
  words.forEach((word, i) => {
    const found = new Set<string>()
    const parts = word.code === null ? [word.lower] : identifierParts(word.text)
    for (const part of parts) {
      for (let from = 0; from + nLettersOfStem <= part.length; from++) {
        for (let n = nLettersOfStem; n <= 8 && from + n <= part.length; n++)
          found.add(part.slice(from, from + n))
      }
    }
    for (const letters of found) groups.set(letters, [...(groups.get(letters) ?? []), i])
  })
  const common = [...groups]
    .filter(
      ([letters, members]) =>
        members.length >= leastShareOfStem * words.length && vowel.test(letters)
    )
    .sort((a, b) => b[1].length * 10 + b[0].length - (a[1].length * 10 + a[0].length))
  for (const [form, members] of common) {
    if (
      isStemOf(
        form,
        members.map((i) => words[i]!),
        lexicon
      )
    )
      return { form, members }
  }
  return null
}

/** Sounds alike is not enough: a stem is a word, or its words mean much the same. */
const leastLikeness = 0.1
const leastRhyme = 0.7

function isStemOf(form: string, words: readonly Word[], lexicon: Lexicon): boolean {
  const asPart = words.filter(
    (word) => word.code !== null && identifierParts(word.text).includes(form)
  )
  if (asPart.length >= leastAsPart * words.length) return true
  const isRhyme = hasSameEnd(form, words)
  const isPlainWord = form.length >= 4 && isEnglish(lexicon.vocabulary, form)
  if (isPlainWord && !isRhyme) return true
  const vectors = words.flatMap(({ vector }) => (vector ? [vector] : []))
  if (isRhyme || vectors.length < 4) return !isRhyme && form.length >= 4 && vectors.length < 4
  const likenesses = vectors
    .flatMap((vector, i) => vectors.slice(i + 1).map((other) => dot(vector, other)))
    .sort((a, b) => a - b)
  return likenesses[likenesses.length >> 1]! >= leastLikeness
}

/** Whether what follows the form is the same in most words: "igh" in light, night, fight. */
function hasSameEnd(form: string, words: readonly Word[]): boolean {
  const counts = new Map<string, number>()
  for (const { lower } of words) {
    const end = lower.slice(lower.lastIndexOf(form))
    counts.set(end, (counts.get(end) ?? 0) + 1)
  }
  return Math.max(...counts.values()) > leastRhyme * words.length
}

/** Share of the vocabulary's frequent words that have the form. */
function chanceOfForm(form: string, lexicon: Lexicon): number {
  return shareOfVocabulary(lexicon, (word) =>
    form.startsWith('-')
      ? word.endsWith(form.slice(1))
      : form.endsWith('-')
        ? word.startsWith(form.slice(0, -1))
        : word.includes(form)
  )
}

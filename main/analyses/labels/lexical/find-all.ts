/** Every finding about a concept's words that is strong enough to count. */
import { isBeyondChance } from './chance.ts'
import { findCode } from './code-finding.ts'
import { findMath, findWriting } from './fields.ts'
import type { Finding } from './finding.ts'
import { findLanguage } from './language.ts'
import type { LanguageFinding } from './language.ts'
import type { Lexicon } from './lexicon.ts'
import { isInflection } from './known-affixes.ts'
import { findMorphology, isStem } from './morphology.ts'
import { findPhonology } from './phonology.ts'
import { amongForms, findCoherence, rankTopics } from './semantics.ts'
import type { Meaning, TopicFinding } from './semantics.ts'
import { findForeignFunctionWords, findFunctionWords, findPartOfSpeech } from './syntax.ts'
import { vectorOf } from './vocabulary.ts'
import type { Word } from './word.ts'

const nWordsLeast = 4
const leastForeign = 0.5
const leastPure = 0.6
/** Words of other languages beside it speak for a mixture. */
const leastPureOfForeign = 0.8
const leastTopic = 0.45
const leastForeignTopic = 0.27
const leastStrength = 0.06
const leastCoherent = 0.5

/** In order of preference for the linguistic level; empty for fewer than four words. */
export function findAll(words: readonly Word[], lexicon: Lexicon): readonly Finding[] {
  if (words.length < nWordsLeast) return []
  const language = findLanguage(words, lexicon)
  const isForeign = language !== null && language.members.length >= leastForeign * words.length
  const findings = isForeign
    ? foreignFindings(words, language, lexicon)
    : englishFindings(words, language, lexicon)
  return findings
    .filter((finding) => finding !== null)
    .filter((finding) => isBeyondChance(finding, words.length))
}

function foreignFindings(
  words: readonly Word[],
  language: LanguageFinding,
  lexicon: Lexicon
): readonly (Finding | null)[] {
  const meanings = translated(language, lexicon)
  const topics = rankTopics(meanings, words.length, lexicon.topics)
  // The dictionaries know about half of the words.
  const topic = topics.find((finding) => isStrong(finding, meanings.length, leastForeignTopic))
  return [
    findMorphology(words, language.code, language.name, lexicon),
    findForeignFunctionWords(words, language.code, language.name, lexicon),
    topic ? { ...topic, tasks: topic.tasks.filter((task) => task === 'math') } : null,
    findPhonology(words, lexicon),
    coherent(findCoherence(meanings, words.length)),
    wordsOfLanguage(language, words.length)
  ]
}

function englishFindings(
  words: readonly Word[],
  language: LanguageFinding | null,
  lexicon: Lexicon
): readonly (Finding | null)[] {
  const meanings = words.map(({ text, lower, vector }) => ({ text, english: lower, vector }))
  const nKnown = words.filter(({ vector }) => vector !== null).length
  const topics = rankTopics(meanings, words.length, lexicon.topics)
  const form = findMorphology(words, 'en', '', lexicon)
  const hasStem = form !== null && isStem(form)
  const inflection = form !== null && isInflection(form.form) ? form.form : null
  const strong = topics.find((finding) => isStrong(finding, nKnown, leastTopic))
  const topic = strong ? amongForms(strong, inflection, lexicon) : null
  const code = findCode(words, topics, hasStem, lexicon)
  return [
    form,
    code,
    findFunctionWords(words),
    topic,
    findMath(words, topics, hasStem),
    inflection === null ? findWriting(words, topics, hasStem) : null,
    findLanguageNames(words, lexicon),
    findPhonology(words, lexicon),
    findPartOfSpeech(words, lexicon),
    coherent(findCoherence(meanings, words.length)),
    topic === null && code === null ? wordsOfLanguages(language, words.length) : null
  ]
}

function isStrong({ share, strength }: TopicFinding, nKnown: number, least: number): boolean {
  return share >= least && strength >= leastStrength * nKnown
}

/** The words' English meanings, where the dictionary has them. */
function translated(language: LanguageFinding, lexicon: Lexicon): readonly Meaning[] {
  return language.members.flatMap(({ text, lower }) => {
    const entries = lexicon.dictionaries.find(lower)
    const entry = entries.find((found) => found.language === language.code)
    const place = entry && lexicon.vocabulary.find(entry.english)
    if (entry === undefined || place === undefined) return []
    return [{ text, english: entry.english, vector: vectorOf(lexicon.vocabulary, place) }]
  })
}

function coherent(finding: Finding | null): Finding | null {
  return finding !== null && finding.share >= leastCoherent ? finding : null
}

function wordsOfLanguage({ name, members, foreign }: LanguageFinding, nWords: number): Finding {
  const share = members.length / nWords
  const isPure = share >= leastPure && members.length >= leastPureOfForeign * foreign.length
  return {
    name: `${name} words`,
    // Words of one language and of no common function or form were most likely chosen for their meaning.
    level: isPure ? 'semantics' : null,
    tasks: ['translation'],
    members: members.map(({ text }) => text),
    share,
    chance: null
  }
}

function wordsOfLanguages(language: LanguageFinding | null, nWords: number): Finding | null {
  const members = language?.foreign.map(({ text }) => text) ?? []
  const share = members.length / nWords
  if (share < leastForeign) return null
  const name = 'words of several languages'
  return { name, level: null, tasks: ['translation'], members, share, chance: null }
}

function findLanguageNames(words: readonly Word[], lexicon: Lexicon): Finding | null {
  const members = words
    .filter(({ lower }) => lexicon.languageNames.has(lower))
    .map(({ text }) => text)
  const share = members.length / words.length
  if (share < leastForeign) return null
  const name = 'names of languages'
  return { name, level: 'semantics', tasks: ['translation'], members, share, chance: null }
}

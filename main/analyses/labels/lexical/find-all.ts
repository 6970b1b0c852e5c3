/** Every finding about a concept's words that is strong enough to count. */
import type { Task } from '../../../../preload/analysis/concepts/labels.ts'
import { findCode } from './code-finding.ts'
import type { Finding } from './finding.ts'
import { findLanguage } from './language.ts'
import type { LanguageFinding } from './language.ts'
import type { Lexicon } from './lexicon.ts'
import { findMath } from './math-finding.ts'
import { findMorphology } from './morphology.ts'
import { findPhonology } from './phonology.ts'
import { findCoherence, rankTopics } from './semantics.ts'
import type { MeaningfulWord, TopicFinding } from './semantics.ts'
import { findForeignFunctionWords, findFunctionWords, findPartOfSpeech } from './syntax.ts'
import { vectorOf } from './vocabulary.ts'
import type { Word } from './word.ts'

const nWordsLeast = 4
const leastForeign = 0.5
const leastPure = 0.65
const leastTopic = 0.45
const leastStrength = 0.06
const leastCoherent = 0.5

export function findAll(words: readonly Word[], lexicon: Lexicon): readonly Finding[] {
  if (words.length < nWordsLeast) return []
  const n = words.length
  const language = findLanguage(words, lexicon)
  const isForeign = language !== null && language.members.length >= leastForeign * n
  const isMixed = language !== null && language.foreign.length >= leastForeign * n
  const meanings = isForeign ? translated(language, lexicon) : ownMeanings(words)
  const topics = rankTopics(meanings, n, lexicon.topics)
  const topic = topics.find(isStrong)
  const isNamesTopic = topic !== undefined && !isForeign
  const code = findCode(words, topics)
  const findings: (Finding | null)[] = [
    findMorphology(words, isForeign ? language.code : 'en', language?.name ?? '', lexicon),
    isForeign
      ? findForeignFunctionWords(words, language.code, language.name, lexicon)
      : findFunctionWords(words),
    topic ?? null,
    code,
    isForeign ? null : findMath(words, topics),
    findLanguageNames(words, lexicon),
    findPhonology(words, lexicon),
    isForeign ? null : findPartOfSpeech(words, lexicon),
    coherent(findCoherence(meanings, n)),
    isForeign || (isMixed && !isNamesTopic && !code)
      ? languageFinding(language!, isForeign, n)
      : null
  ]
  return findings.filter((finding) => finding !== null)

  function isStrong(finding: TopicFinding): boolean {
    const least = isForeign ? 0.6 * leastTopic : leastTopic
    return finding.share >= least && finding.strength >= leastStrength * meanings.length
  }
}

function ownMeanings(words: readonly Word[]): readonly MeaningfulWord[] {
  return words.flatMap(({ text, vector }) => (vector === null ? [] : [{ text, vector }]))
}

/** The words' English meanings, where the dictionary has them. */
function translated(language: LanguageFinding, lexicon: Lexicon): readonly MeaningfulWord[] {
  const code = language.code === 'tl' ? 'fil' : language.code
  return language.members.flatMap(({ text, lower }) => {
    const entry = lexicon.dictionaries.find(lower).find((found) => found.language === code)
    const place = entry && lexicon.vocabulary.find(entry.english)
    return place === undefined ? [] : [{ text, vector: vectorOf(lexicon.vocabulary, place) }]
  })
}

function coherent(finding: Finding | null): Finding | null {
  return finding !== null && finding.share >= leastCoherent ? finding : null
}

function languageFinding(language: LanguageFinding, isOne: boolean, nWords: number): Finding {
  const members = isOne ? language.members : language.foreign
  const share = members.length / nWords
  return {
    name: isOne ? `${language.name} words` : 'words of several languages',
    // Words of one language and of no common function or form were most likely chosen for their meaning.
    level: isOne && share >= leastPure ? 'semantics' : null,
    tasks: ['translation'],
    members: members.map(({ text }) => text),
    share,
    chance: null
  }
}

function findLanguageNames(words: readonly Word[], lexicon: Lexicon): Finding | null {
  const members = words.filter(({ lower }) => lexicon.languageNames.has(lower))
  const share = members.length / words.length
  if (share < leastForeign) return null
  const tasks: readonly Task[] = ['translation']
  const texts = members.map(({ text }) => text)
  return {
    name: 'names of languages',
    level: 'semantics',
    tasks,
    members: texts,
    share,
    chance: null
  }
}

/** Shared part of speech or function. */
import { shareOfVocabulary } from './chance.ts'
import type { Finding } from './finding.ts'
import { functionClasses, isOfClass } from './function-words.ts'
import type { Lexicon } from './lexicon.ts'
import { partsOfSpeech } from './vocabulary.ts'
import type { Word } from './word.ts'

const leastShare = 0.5
const leastShareOfPart = 0.7
const nLettersOfFunction = 3

/** English function words of one class or, taken together, of several. */
export function findFunctionWords(words: readonly Word[]): Finding | null {
  const all = words.filter(({ functionClass }) => functionClass !== null)
  const share = all.length / words.length
  if (share < leastShare) return null
  const best = functionClasses
    .map((name) => ({ name, members: words.filter(({ lower }) => isOfClass(lower, name)) }))
    .sort((a, b) => b.members.length - a.members.length)[0]!
  const isOne = best.members.length >= 0.6 * all.length
  const members = (isOne ? best.members : all).map(({ text }) => text)
  return {
    name: isOne ? `${best.name}s` : 'function words',
    level: 'syntax',
    tasks: isOne && best.name === 'connective' ? ['writing'] : [],
    members,
    share,
    chance: null
  }
}

/** Function words of another language. */
export function findForeignFunctionWords(
  words: readonly Word[],
  code: string,
  language: string,
  lexicon: Lexicon
): Finding | null {
  const known = lexicon.functionWords.get(code)
  // The lists hold frequent nouns too; what has a picture is a thing, and function words are short.
  const isThing = (lower: string) =>
    lower.length > nLettersOfFunction &&
    lexicon.dictionaries.find(lower).some((entry) => entry.language === code)
  const members = words.filter(({ lower }) => known?.has(lower) && !isThing(lower))
  const share = members.length / words.length
  if (share < leastShare) return null
  return {
    name: `${language} function words`,
    level: 'syntax',
    tasks: ['translation'],
    members: members.map(({ text }) => text),
    share,
    chance: null
  }
}

/** Verbs, adjectives or adverbs; most words are nouns anyway, which says nothing. */
export function findPartOfSpeech(words: readonly Word[], lexicon: Lexicon): Finding | null {
  const { parts } = lexicon.vocabulary
  for (const part of [1, 2, 3]) {
    const members = words.filter(
      ({ place }) => place !== undefined && usualPart(parts[place]!) === part
    )
    const share = members.length / words.length
    if (share >= leastShareOfPart) {
      const name = `${partsOfSpeech[part]!}s`
      const texts = members.map(({ text }) => text)
      return {
        name,
        level: 'syntax',
        tasks: [],
        members: texts,
        share,
        chance: chanceOf(part, lexicon)
      }
    }
  }
  return null
}

function chanceOf(part: number, lexicon: Lexicon): number {
  const { parts } = lexicon.vocabulary
  return shareOfVocabulary(lexicon, (_, place) => usualPart(parts[place]!) === part)
}

/** Null for words that WordNet does not know. */
function usualPart(byte: number): number | null {
  return (byte & 15) === 0 ? null : (byte >> 4) & 3
}

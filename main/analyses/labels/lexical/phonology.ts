/** Shared onset or rhyme: the same sounds where no affix explains them. */
import { shareOfVocabulary } from './chance.ts'
import type { Finding } from './finding.ts'
import type { Lexicon } from './lexicon.ts'
import { sharedEnds } from './shared-ends.ts'
import type { Word } from './word.ts'

const leastShare = 0.5
/** One letter starts a tenth of all words: it takes more of them to mean something. */
const leastShareOfOne = 0.75

/** About so many onsets and rhymes are in use. */
const nSounds = 500

/** Consonants before the first vowel, as the codes of phonemes.ts. */
const onsetOf = (sound: string): string => /^[^A-Z]*/.exec(sound)?.[0] ?? ''
/** Vowel to the end of the last syllable. */
const rhymeOf = (sound: string): string => /[A-Z][^A-Z]*$/.exec(sound)?.[0] ?? ''

export function findPhonology(words: readonly Word[], lexicon: Lexicon): Finding | null {
  const { sounds } = lexicon.vocabulary
  const findings: Finding[] = []
  const add = (name: string, members: readonly number[], least: number, chance: () => number) => {
    const share = members.length / words.length
    if (share < least) return
    const texts = members.map((i) => words[i]!.text)
    const found = { name, level: 'phonology', tasks: [], members: texts, share } as const
    findings.push({ ...found, chance: chance(), nTried: nSounds })
  }
  const spoken = words.map(({ place }) => (place === undefined ? '' : (sounds[place] ?? '')))
  const lower = words.map((word) => word.lower)
  for (const { letters, members } of sharedEnds(lower, 'start', leastShare)) {
    add(
      `starts with ${letters}-`,
      members,
      letters.length === 1 ? leastShareOfOne : leastShare,
      () => shareOfVocabulary(lexicon, (word) => word.startsWith(letters))
    )
  }
  for (const { letters, members } of sharedEnds(lower, 'end', leastShare)) {
    if (letters.length === 1) continue
    add(`rhymes on -${letters}`, members, leastShare, () =>
      shareOfVocabulary(lexicon, (word) => word.endsWith(letters))
    )
  }
  const soundsLike = (key: string, keyOf: (sound: string) => string) => () =>
    shareOfVocabulary(lexicon, (_, place) => keyOf(sounds[place]!) === key)
  for (const [key, members] of groupBy(spoken, onsetOf)) {
    const name = `starts with the sound of "${lower[members[0]!]!}"`
    const least = key.length === 1 ? leastShareOfOne : leastShare
    add(name, members, least, soundsLike(key, onsetOf))
  }
  for (const [key, members] of groupBy(spoken, rhymeOf)) {
    add(`rhymes with ${lower[members[0]!]!}`, members, leastShare, soundsLike(key, rhymeOf))
  }
  return findings.sort((a, b) => b.share - a.share)[0] ?? null
}

/** Indices by key; those with an empty key are left out. */
function groupBy(items: readonly string[], keyOf: (item: string) => string): Map<string, number[]> {
  const groups = new Map<string, number[]>()
  items.forEach((item, i) => {
    const key = keyOf(item)
    if (key !== '') groups.set(key, [...(groups.get(key) ?? []), i])
  })
  return groups
}

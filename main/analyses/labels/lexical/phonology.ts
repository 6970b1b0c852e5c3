/** Shared onset or rhyme: the same sounds where no affix explains them. */
import type { Finding } from './finding.ts'
import type { Lexicon } from './lexicon.ts'
import { sharedEnds } from './shared-ends.ts'
import type { Word } from './word.ts'

const leastShare = 0.5
/** One letter starts a tenth of all words: it takes more of them to mean something. */
const leastShareOfLetter = 0.75

/** Vowel to the end of the last syllable, as the codes of phonemes.ts. */
const lastRhyme = /[A-Z][^A-Z]*$/
const firstSounds = /^[^A-Z]*/

export function findPhonology(words: readonly Word[], lexicon: Lexicon): Finding | null {
  const { sounds } = lexicon.vocabulary
  const findings: Finding[] = []
  const add = (name: string, members: readonly Word[], least: number) => {
    const share = members.length / words.length
    if (share < least) return
    const texts = members.map(({ text }) => text)
    findings.push({ name, level: 'phonology', tasks: [], members: texts, share, chance: null })
  }
  const spoken = words.map(({ place }) => (place === undefined ? '' : (sounds[place] ?? '')))
  const lower = words.map((word) => word.lower)
  for (const { letters, members } of sharedEnds(lower, 'start', leastShare)) {
    const least = letters.length === 1 ? leastShareOfLetter : leastShare
    add(
      `starts with ${letters}-`,
      members.map((i) => words[i]!),
      least
    )
  }
  for (const { letters, members } of sharedEnds(lower, 'end', leastShare)) {
    if (letters.length > 1)
      add(
        `rhymes on -${letters}`,
        members.map((i) => words[i]!),
        leastShare
      )
  }
  for (const [key, members] of groupBy(spoken, (sound) => firstSounds.exec(sound)?.[0] ?? '')) {
    const least = key.length === 1 ? leastShareOfLetter : leastShare
    const example = words[members[0]!]!.lower
    add(
      `starts with the sound of "${example}"`,
      members.map((i) => words[i]!),
      least
    )
  }
  for (const [, members] of groupBy(spoken, (sound) => lastRhyme.exec(sound)?.[0] ?? '')) {
    add(
      `rhymes with ${words[members[0]!]!.lower}`,
      members.map((i) => words[i]!),
      leastShare
    )
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

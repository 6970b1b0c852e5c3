/** Shared topic or meaning, by the likeness of the words' vectors. */
import type { Finding } from './finding.ts'
import type { Lexicon } from './lexicon.ts'
import { memberShare } from './topics.ts'
import type { Topic } from './topics.ts'
import { dot, meanDirection, vectorOf } from './vocabulary.ts'

/** A word with its English spelling, lower case, and the vector of its meaning, null when unknown. */
export interface Meaning {
  readonly text: string
  readonly english: string
  readonly vector: Float32Array | null
}

export interface TopicFinding extends Finding {
  readonly topic: Topic
  /** Sum over the members of how far they are above the topic's border. */
  readonly strength: number
}

/** How far above its border a topic has a word that is written in the topic's own list. */
const listedLead = 0.1

/** Topics by strength, strongest first. */
export function rankTopics(
  words: readonly Meaning[],
  nWords: number,
  topics: readonly Topic[]
): readonly TopicFinding[] {
  return topics
    .map((topic) => {
      const leads = words.map((word) => leadOf(word, topic))
      const members = words.filter((_, i) => leads[i]! > 0)
      return {
        topic,
        name: `words about ${topic.name}`,
        level: 'semantics' as const,
        tasks: topic.tasks,
        members: members.map(({ text }) => text),
        share: members.length / nWords,
        chance: memberShare,
        nTried: topics.length,
        strength: leads.reduce((sum, lead) => sum + Math.max(0, lead), 0)
      }
    })
    .sort((a, b) => b.strength - a.strength)
}

/** Cosine above the topic's border; negative for words that do not belong. */
function leadOf({ english, vector }: Meaning, topic: Topic): number {
  const listed = topic.words.has(english) ? listedLead : -1
  return vector === null
    ? listed
    : Math.max(listed, dot(vector, topic.direction) - topic.leastCosine)
}

/**
 * The topic with its chance among words of the same inflection: verbs in -ed are nearer to "ways of
 * speaking" than other words are, whatever they mean.
 */
export function amongForms(
  finding: TopicFinding,
  inflection: string | null,
  { vocabulary }: Lexicon
): TopicFinding {
  if (inflection === null) return finding
  const { direction, leastCosine } = finding.topic
  const ending = inflection.slice(1)
  let nForms = 0
  let nMembers = 0
  for (let place = 0; place < nFrequent; place++) {
    if (!vocabulary.words[place]!.endsWith(ending)) continue
    nForms++
    if (dot(vectorOf(vocabulary, place), direction) > leastCosine) nMembers++
  }
  return { ...finding, chance: Math.max(memberShare, nMembers / Math.max(1, nForms)) }
}

const nFrequent = 20_000
const leastLikeness = 0.35
const neighbourShare = 1 / 3

/** Words that are like a third of the others, whatever the topic may be called. */
export function findCoherence(all: readonly Meaning[], nWords: number): Finding | null {
  const words = all.flatMap(({ text, vector }) => (vector === null ? [] : [{ text, vector }]))
  if (words.length < 4) return null
  const nNeighbours = Math.max(2, Math.round(words.length * neighbourShare))
  const likeness = words.map(({ vector }, i) => {
    const others = words.filter((_, j) => j !== i).map((other) => dot(vector, other.vector))
    const nearest = others.sort((a, b) => b - a).slice(0, nNeighbours)
    return nearest.reduce((sum, value) => sum + value, 0) / nearest.length
  })
  const core = words.filter((_, i) => likeness[i]! > leastLikeness)
  const centre = meanDirection(core.map(({ vector }) => vector))
  if (centre === null) return null
  const members = [...core].sort((a, b) => dot(b.vector, centre) - dot(a.vector, centre))
  const texts = members.map(({ text }) => text)
  return {
    name: 'words of like meaning',
    level: 'semantics',
    tasks: [],
    members: texts,
    share: core.length / nWords,
    chance: null
  }
}

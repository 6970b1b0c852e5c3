import type { Task } from '../../../../preload/analysis/concepts/labels.ts'
import { topicRows } from './topic-table.ts'
import { dot, meanDirection, vectorOf } from './vocabulary.ts'
import type { Vocabulary } from './vocabulary.ts'

export interface Topic {
  readonly name: string
  readonly tasks: readonly Task[]
  /** The words that it is made of, lower case. */
  readonly words: ReadonlySet<string>
  /** Unit vector. */
  readonly direction: Float32Array
  /** Cosine that `memberShare` of the vocabulary's frequent words exceed. */
  readonly leastCosine: number
}

/** How many words of the vocabulary a topic takes: the chance that a word belongs to it by accident. */
export const memberShare = 0.02

const nSampled = 1200
const nFrequent = 30_000

/** The topics of the table with their directions and with the cosine from which a word belongs. */
export function makeTopics(vocabulary: Vocabulary): readonly Topic[] {
  const step = nFrequent / nSampled
  const sample = Array.from({ length: nSampled }, (_, i) =>
    vectorOf(vocabulary, Math.floor(i * step))
  )
  return topicRows.flatMap(({ name, tasks, words }) => {
    const places = words.map(vocabulary.find).filter((place) => place !== undefined)
    const direction = meanDirection(places.map((place) => vectorOf(vocabulary, place)))
    if (direction === null) return []
    const cosines = Float32Array.from(sample, (vector) => dot(direction, vector)).sort()
    const leastCosine = cosines[Math.floor(nSampled * (1 - memberShare))]!
    return [{ name, tasks, words: new Set(words), direction, leastCosine }]
  })
}

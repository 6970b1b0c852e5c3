/** Words of several topics of one task taken together, and numbers beside those of mathematics. */
import type { Task } from '../../../../preload/analysis/concepts/labels.ts'
import type { Finding } from './finding.ts'
import type { TopicFinding } from './semantics.ts'
import type { Word } from './word.ts'

const leastShare = 0.4
/** Where the words share a stem, each form of it need not be known as a term. */
const leastShareOfStem = 0.33
/** Many fields use some words of another; none of them may be clearly nearer. */
const leastOfStrongest = 0.8
const leastWritten = 0.25
/**
 * How many topics are taken together, and how far a word lies above the border of the strongest, on the
 * mean. The topics of writing are moods and manners, of which every common word has something.
 */
const nTopics: Readonly<Record<Task, number>> = {
  writing: 2,
  math: 20,
  coding: 20,
  translation: 20
}
const leastStrengthOf: Readonly<Record<Task, number>> = {
  writing: 0.06,
  math: 0.04,
  coding: 0.04,
  translation: 0.04
}

/** Digits with signs, points, fractions and units of one letter; symbols of formulas. */
const number = /^[-+±#$€£~≈<>]?\d[\d.,:/^×eE+-]*(%|st|nd|rd|th|[a-zA-Z]{1,2})?$|^[½⅓¼¾⅔⅛]$/u
const symbol = /^[\p{Sm}°∞∅∝√∂∇∑∏∫πθλμσΔΣΩαβγ]+$|^\(?[a-z]\)?[=+^]\S+$/u
const roman = /^(?=..)M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})$/

/** Mathematics: numbers, and words of its topics. */
export function findMath(
  words: readonly Word[],
  topics: readonly TopicFinding[],
  hasStem: boolean
): Finding | null {
  const isNumber = ({ text }: Word) => number.test(text) || symbol.test(text) || roman.test(text)
  const written = words.filter(isNumber)
  const isWritten = written.length >= leastWritten * words.length
  const finding = findField(words, topics, 'math', { written, isNear: isWritten, hasStem })
  return finding && { ...finding, name: isWritten ? 'numbers and symbols' : 'mathematics' }
}

/** Composing prose: words of its topics. */
export function findWriting(
  words: readonly Word[],
  topics: readonly TopicFinding[],
  hasStem: boolean
): Finding | null {
  const finding = findField(words, topics, 'writing', { written: [], isNear: false, hasStem })
  return finding && { ...finding, name: 'words for writing' }
}

interface FieldOptions {
  /** Words that belong whatever their meaning. */
  readonly written: readonly Word[]
  /** Whether those suffice. */
  readonly isNear: boolean
  readonly hasStem: boolean
}

function findField(
  words: readonly Word[],
  topics: readonly TopicFinding[],
  task: Task,
  { written, isNear, hasStem }: FieldOptions
): Omit<Finding, 'name'> | null {
  // More topics would take any word in.
  const own = topics.filter(({ tasks }) => tasks.includes(task)).slice(0, nTopics[task])
  const ofTopics = new Set(own.flatMap(({ members }) => members))
  const members = words.filter((word) => written.includes(word) || ofTopics.has(word.text))
  const share = members.length / words.length
  const strength = own[0]?.strength ?? 0
  const isNearest =
    strength >= leastStrengthOf[task] * words.length &&
    strength >= leastOfStrongest * (topics[0]?.strength ?? 0)
  if (share < (hasStem ? leastShareOfStem : leastShare) || !(isNear || isNearest)) return null
  const texts = members.map(({ text }) => text)
  return { level: 'semantics', tasks: [task], members: texts, share, chance: null }
}

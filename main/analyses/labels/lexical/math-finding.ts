/** Numbers, and words of several fields of mathematics taken together. */
import type { Finding } from './finding.ts'
import type { TopicFinding } from './semantics.ts'
import type { Word } from './word.ts'

const leastShare = 0.42

/** Digits with signs, points, fractions and units of one letter; symbols of formulas. */
const number = /^[-+±#$€£~≈<>]?\d[\d.,:/^×eE+-]*(%|st|nd|rd|th|[a-zA-Z]{1,2})?$|^[½⅓¼¾⅔⅛]$/u
const symbol = /^[\p{Sm}°∞∅∝√∂∇∑∏∫πθλμσΔΣΩαβγ]+$|^\(?[a-z]\)?[=+^]\S+$/u
const roman = /^(M{0,3})(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{1,3}|V|X)$/

export function findMath(words: readonly Word[], topics: readonly TopicFinding[]): Finding | null {
  const ofTopics = new Set(
    topics.filter(({ tasks }) => tasks.includes('math')).flatMap(({ members }) => members)
  )
  const written = words.filter(
    ({ text }) => number.test(text) || symbol.test(text) || (text.length > 1 && roman.test(text))
  )
  const members = words.filter((word) => written.includes(word) || ofTopics.has(word.text))
  const share = members.length / words.length
  const isTopic = topics[0]?.tasks.includes('math') && topics[0].share >= leastShare
  const isWritten = written.length >= 0.25 * words.length
  const strongest = Math.max(
    0,
    ...topics.filter(({ tasks }) => tasks.includes('math')).map((topic) => topic.strength)
  )
  if (share < leastShare || !(isTopic || isWritten || strongest >= 0.04 * words.length)) return null
  return {
    name: isWritten ? 'numbers and symbols' : 'mathematics',
    level: 'semantics',
    tasks: ['math'],
    members: members.map(({ text }) => text),
    share,
    chance: null
  }
}

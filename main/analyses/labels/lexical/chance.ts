/** How likely a finding is among random words. */
import type { Finding } from './finding.ts'
import type { Lexicon } from './lexicon.ts'

/** One random concept in a hundred may show something by accident. */
const leastSurprise = 0.01
const nSampled = 5000
/** What no word of the sample shows is not impossible. */
const leastChance = 1 / nSampled

/** Whether so many random words would hardly show it, however many things of its kind were looked for. */
export function isBeyondChance(finding: Finding, nWords: number): boolean {
  const { chance, members, nTried = 1 } = finding
  if (chance === null) return true
  const probability = chanceOfFinding(members.length, nWords, Math.max(chance, leastChance))
  return nTried * probability < leastSurprise
}

/**
 * Probability that at least `nFound` of `nWords` words show something that a random word shows with
 * probability `chance`: the upper tail of the binomial distribution.
 */
export function chanceOfFinding(nFound: number, nWords: number, chance: number): number {
  if (nFound <= 0) return 1
  if (chance <= 0) return 0
  const odds = Math.log(chance) - Math.log1p(-chance)
  let logTerm = nWords * Math.log1p(-chance)
  let sum = 0
  for (let k = 0; k <= nWords; k++) {
    if (k >= nFound) sum += Math.exp(logTerm)
    logTerm += Math.log((nWords - k) / (k + 1)) + odds
  }
  return Math.min(1, sum)
}

/** Share of the vocabulary's frequent words for which it holds. */
export function shareOfVocabulary(
  { vocabulary }: Lexicon,
  holds: (word: string, place: number) => boolean
): number {
  return vocabulary.words.slice(0, nSampled).filter(holds).length / nSampled
}

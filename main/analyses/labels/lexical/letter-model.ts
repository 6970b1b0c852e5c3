/**
 * How likely a word's letters are in each language: a model of the next letter given the two before.
 *
 * log P(w) = sum over letters of log P(c | a b), P(c | a b) = n(abc) / n(ab), or where the group was
 * never counted n(bc) / n(b) times a penalty, or the share of c times its square. "_" stands for a border.
 */
import type { LexiconSections } from './lexicon-file.ts'

export interface LetterModel {
  readonly languages: readonly string[]
  /** Natural logarithm of the probability, [nLanguages]. */
  readonly logProbabilities: (lower: string) => Float32Array
}

/** What a shorter group costs, as a logarithm: about the share of groups that were not counted. */
const penalty = Math.log(0.2)
const leastShare = Math.log(1e-6)
const nLettersLimit = 16

export function makeLetterModel(sections: LexiconSections): LetterModel {
  const languages = sections.text('letterLanguages').split(' ')
  const nLanguages = languages.length
  const groups = sections.text('letterGroups').split(' ')
  const places = new Map(groups.map((group, place) => [group, place]))
  // Copied: a section need not begin where four bytes may.
  const counts = new Uint32Array(Uint8Array.from(sections.bytes('letterCounts')).buffer)
  const totals = new Float64Array(nLanguages)
  for (const [group, place] of places) {
    if (group.length > 1) continue
    for (let l = 0; l < nLanguages; l++) totals[l]! += counts[place * nLanguages + l]!
  }
  const none = new Uint32Array(nLanguages)
  const row = (group: string): Uint32Array => {
    const place = places.get(group)
    if (place === undefined) return none
    return counts.subarray(place * nLanguages, (place + 1) * nLanguages)
  }
  return {
    languages,
    logProbabilities: (lower) => {
      const sums = new Float32Array(nLanguages)
      const letters = `_${lower.slice(0, nLettersLimit)}_`
      for (let i = 1; i < letters.length; i++) {
        const [one, two] = [letters[i]!, letters.slice(i - 1, i + 1)]
        const three = i > 1 ? row(letters.slice(i - 2, i + 1)) : none
        const [before, pair, single] = [
          row(letters.slice(Math.max(0, i - 2), i)),
          row(two),
          row(one)
        ]
        const start = row(letters[i - 1]!)
        for (let l = 0; l < nLanguages; l++) {
          sums[l]! += nextLetter(three[l]!, before[l]!, pair[l]!, start[l]!, single[l]!, totals[l]!)
        }
      }
      return sums
    }
  }
}

function nextLetter(
  three: number,
  before: number,
  pair: number,
  start: number,
  single: number,
  total: number
): number {
  if (three > 0 && before > 0) return Math.log(Math.min(1, three / before))
  if (pair > 0) return penalty + Math.log(Math.min(1, pair / Math.max(start, total * 0.2)))
  return single > 0 ? 2 * penalty + Math.log(single / total) : leastShare
}

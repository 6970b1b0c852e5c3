/**
 * How likely a word's letters are in each language: a model of the next letter given the two before.
 *
 * log P(w) = sum over letters of log P(c | a b), P(c | a b) = n(abc) / n(ab), or where the group was
 * never counted n(bc) / n(b) times a penalty, or the share of c times its square. "_" stands for a border.
 */
export interface LetterModel {
  readonly languages: readonly string[]
  /** Natural logarithm of the probability, [nLanguages]. */
  readonly logProbabilities: (lower: string) => Float32Array
}

/** What a shorter group costs, as a logarithm: about the share of groups that were not counted. */
const penalty = Math.log(0.2)
const leastShare = Math.log(1e-6)
const nLettersLimit = 16

/** @param lines  language to group, count, group, count, … */
export function makeLetterModel(lines: ReadonlyMap<string, readonly string[]>): LetterModel {
  const languages = [...lines.keys()]
  const nLanguages = languages.length
  const places = new Map<string, number>()
  for (const words of lines.values()) {
    for (let i = 0; i < words.length; i += 2) {
      if (!places.has(words[i]!)) places.set(words[i]!, places.size)
    }
  }
  const counts = new Float64Array(places.size * nLanguages)
  const totals = new Float64Array(nLanguages)
  ;[...lines.values()].forEach((words, l) => {
    for (let i = 0; i < words.length; i += 2) {
      const count = Number(words[i + 1])
      counts[places.get(words[i]!)! * nLanguages + l] = count
      if (words[i]!.length === 1) totals[l]! += count
    }
  })
  const none = new Float64Array(nLanguages)
  const row = (group: string): Float64Array => {
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

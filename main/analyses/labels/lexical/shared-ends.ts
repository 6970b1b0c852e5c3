/** The longest beginning or ending that most words share. */
export interface SharedEnd {
  readonly letters: string
  readonly side: 'start' | 'end'
  /** Indices of the words. */
  readonly members: readonly number[]
}

const nLettersLimit = 7

/**
 * Beginnings and endings that at least `leastShare` of the words have, the most common first; of those
 * that nearly the same words have, the longest alone.
 *
 * @param words  in lower case
 */
export function sharedEnds(
  words: readonly string[],
  side: SharedEnd['side'],
  leastShare: number
): readonly SharedEnd[] {
  const groups = new Map<string, number[]>()
  words.forEach((word, i) => {
    for (let n = 1; n <= Math.min(nLettersLimit, word.length); n++) {
      const letters = side === 'start' ? word.slice(0, n) : word.slice(-n)
      const members = groups.get(letters)
      if (members) members.push(i)
      else groups.set(letters, [i])
    }
  })
  const common = [...groups]
    .map(([letters, members]) => ({ letters, side, members }))
    .filter(({ members }) => members.length >= Math.max(2, leastShare * words.length))
    .sort((a, b) => b.letters.length - a.letters.length)
  return common
    .filter(({ letters, members }) => {
      const isWithin = (longer: SharedEnd) =>
        longer.letters.length > letters.length &&
        (side === 'start'
          ? longer.letters.startsWith(letters)
          : longer.letters.endsWith(letters)) &&
        longer.members.length >= 0.9 * members.length
      return !common.some(isWithin)
    })
    .sort((a, b) => b.members.length - a.members.length)
}

/** Words of a list that a query may mean. */

/** The list in lower case, once, so that each key press only compares. */
export function searchableWords(words: readonly string[]): readonly string[] {
  return words.map((word) => word.toLowerCase())
}

/**
 * Lines of the list that match: the word itself first, then words that begin so, then words that hold
 * it, each in the order of the list.
 *
 * @param lower  the list, lower case
 * @returns      at most `limit` lines
 */
export function suggestWords(lower: readonly string[], query: string, limit: number): number[] {
  const wanted = query.trim().toLowerCase()
  if (wanted === '') return []
  const exact: number[] = []
  const beginning: number[] = []
  const holding: number[] = []
  for (let line = 0; line < lower.length; line++) {
    const at = lower[line]!.indexOf(wanted)
    if (at < 0) continue
    const found = lower[line] === wanted ? exact : at === 0 ? beginning : holding
    if (found.length < limit) found.push(line)
  }
  return [...exact, ...beginning, ...holding].slice(0, limit)
}

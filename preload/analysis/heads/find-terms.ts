/**
 * Where words stand among the terms of a record, as written: terms are in lower case, so a word with a
 * capital is none.
 *
 * @returns  index of each word that is a term
 */
export function findTerms(
  terms: readonly string[],
  words: Iterable<string>
): ReadonlyMap<string, number> {
  const wanted = new Set(words)
  const found = new Map<string, number>()
  terms.forEach((term, index) => {
    if (wanted.has(term)) found.set(term, index)
  })
  return found
}

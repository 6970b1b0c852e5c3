import { scriptOf } from '../labels/lexical/scripts.ts'

/**
 * Why the words of a list may not be in a file, from a look at both.
 *
 * @param missing  words of the list
 * @param sample   words of the file
 */
export function mismatchHint(missing: readonly string[], sample: readonly string[]): string {
  const otherCase = findOtherCase(missing, sample)
  if (otherCase !== null) {
    const [word, instead] = otherCase
    return `The file has ${JSON.stringify(instead)} where the list has ${JSON.stringify(word)}: write its words in lower case.`
  }
  const [own, other] = [usualScript(missing), usualScript(sample)]
  if (own !== null && other !== null && own !== other) {
    return `The list's words are ${own}, the file's ${other}: give vectors of the list's language.`
  }
  const examples = sample
    .slice(0, 3)
    .map((word) => JSON.stringify(word))
    .join(', ')
  return `The file's first words are ${examples}: give vectors of the list's language, spelt as the list is.`
}

function findOtherCase(
  missing: readonly string[],
  sample: readonly string[]
): readonly [string, string] | null {
  const inLowerCase = new Map(sample.map((word) => [word.toLowerCase(), word]))
  for (const word of missing) {
    const instead = inLowerCase.get(word.toLowerCase())
    // Without letters of two cases there is nothing to be confused.
    if (instead !== undefined && instead !== word && instead !== word.toLowerCase()) {
      return [word, instead]
    }
  }
  return null
}

const nLooked = 1_000

/** The script of more than half of the words that have letters; null without one. */
function usualScript(words: readonly string[]): string | null {
  const counts = new Map<string, number>()
  const scripts = words
    .slice(0, nLooked)
    .map(scriptOf)
    .filter((script) => script !== 'none')
  for (const script of scripts) counts.set(script, (counts.get(script) ?? 0) + 1)
  const [usual] = [...counts].sort(([, a], [, b]) => b - a)
  return usual && 2 * usual[1] > scripts.length && usual[0] !== 'other' ? usual[0] : null
}

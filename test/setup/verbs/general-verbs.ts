/** Which verbs are general (method.md section 3): the most frequent ones outside the instruction verbs. */
import { englishClass } from '../../../main/analyses/labels/lexical/function-words.ts'
import { instructionVerbs } from '../../../preload/analysis/heads/instruction-verbs.ts'
import type { SenseCounts } from '../lexicon/english.ts'

const nVerbs = 300
/** Share of a word's tagged uses that must be as a verb: WordNet says what else it is. */
const leastShare = 0.75

/**
 * The words used most often as verbs in WordNet's tagged texts, base forms, that are little else.
 *
 * @param senses      counts by lemma, [noun, verb, adjective, adverb], over all inflected forms
 * @param exceptions  irregular forms of verbs with their lemmas
 */
export function chooseGeneralVerbs(
  senses: SenseCounts,
  exceptions: Readonly<Record<string, string>>
): readonly string[] {
  const instruction = new Set(instructionVerbs)
  const verbCount = (word: string) => senses.get(word)?.[1] ?? 0
  const isVerb = (word: string) => {
    const total = (senses.get(word) ?? []).reduce((sum, count) => sum + count, 0)
    // A word of a closed class is more often that, as "like" is; WordNet knows no such classes.
    const closed = englishClass(word)
    // "found" is more often what becomes of "find" than a verb by itself.
    const lemma = exceptions[word]
    return (
      /^[a-z]{2,}$/.test(word) &&
      verbCount(word) >= leastShare * total &&
      (closed === null || closed === 'auxiliary') &&
      (lemma === undefined || verbCount(lemma) <= verbCount(word)) &&
      !instruction.has(word)
    )
  }
  return [...senses.keys()]
    .filter(isVerb)
    .sort((a, b) => verbCount(b) - verbCount(a) || (a < b ? -1 : 1))
    .slice(0, nVerbs)
}

const columns = 90

export function writeVerbModule(verbs: readonly string[]): string {
  const lines: string[] = []
  for (const verb of verbs) {
    const line = lines.at(-1)
    if (line !== undefined && line.length + verb.length < columns) {
      lines[lines.length - 1] = `${line} ${verb}`
    } else lines.push(verb)
  }
  const text = lines.map((line, i) => `  '${line}${i < lines.length - 1 ? " ' +" : "'"}`)
  return `/**
 * The most frequent English verbs outside the instruction verbs, most frequent first (method.md section 3).
 * Made by test/setup/build-verbs.ts from WordNet 3.1, © Princeton University; see resources/verbs/README.md.
 */
const verbs =
${text.join('\n')}

export const generalVerbs: readonly string[] = verbs.split(' ')
`
}

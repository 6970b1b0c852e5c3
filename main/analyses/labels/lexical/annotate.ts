/**
 * The lexical annotator (method.md section 2, "Labels"): rules over open lexical resources. Deterministic
 * and offline.
 */
import { tasks as allTasks } from '../../../../preload/analysis/concepts/labels.ts'
import type { ConceptLabel, Task } from '../../../../preload/analysis/concepts/labels.ts'
import { evidenceLine } from './finding.ts'
import type { Finding } from './finding.ts'
import { findAll } from './find-all.ts'
import { decideLevel } from './level.ts'
import type { Lexicon } from './lexicon.ts'
import { analyseWord } from './word.ts'

/** Changes whenever the same words may get another label. */
export const lexicalAnnotatorVersion = '1'

const nWordsLimit = 50

/**
 * Labels a concept by its words.
 *
 * @param words  strongest first; the first 50 that are not blank count
 */
export function annotateLexically(words: readonly string[], lexicon: Lexicon): ConceptLabel {
  const given = words.filter((word) => word.trim() !== '').slice(0, nWordsLimit)
  const distinct = [...new Set(given.map((word) => word.trim()))]
  const findings = findAll(
    distinct.map((word) => analyseWord(word, lexicon)),
    lexicon
  )
  const decided = decideLevel(findings)
  const tasks = new Set<Task>(findings.flatMap((finding) => finding.tasks))
  const shown: readonly Finding[] = decided
    ? [decided, ...findings.filter((finding) => finding !== decided && finding.tasks.length > 0)]
    : findings.filter((finding) => finding.tasks.length > 0)
  return {
    description: describe(shown),
    tasks: allTasks.filter((task) => tasks.has(task)),
    level: decided?.level ?? 'cannot tell',
    evidence: shown.map(evidenceLine)
  }
}

const nDescribed = 4

function describe([first]: readonly Finding[]): string {
  if (!first) return ''
  return `${first.name}: ${first.members.slice(0, nDescribed).join(', ')}`
}

/**
 * The lexical annotator (method.md section 2, "Labels"): rules over open lexical resources. Deterministic
 * and offline.
 */
import { tasks as allTasks } from '../../../../preload/analysis/concepts/labels.ts'
import type { ConceptLabel, Task } from '../../../../preload/analysis/concepts/labels.ts'
import { evidenceLine } from './finding.ts'
import type { Finding } from './finding.ts'
import { findAll } from './find-all.ts'
import { decideLevel, isMorphology } from './level.ts'
import { isStem } from './morphology.ts'
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
  const tasks = new Set<Task>(findings.flatMap((finding) => tasksOf(finding, decided)))
  const others = findings.filter(
    (finding) => finding !== decided && tasksOf(finding, decided).length > 0
  )
  const shown = decided ? [decided, ...others] : others
  return {
    description: describe(shown),
    tasks: allTasks.filter((task) => tasks.has(task)),
    level: decided?.level ?? 'cannot tell',
    evidence: shown.map(evidenceLine)
  }
}

/**
 * A finding's tasks. Words that were chosen for an affix, sound or function are not there for composing prose,
 * though their topic may be one of it.
 */
function tasksOf(finding: Finding, decided: Finding | null): readonly Task[] {
  const isForMeaning =
    decided === null ||
    decided === finding ||
    decided.level === 'semantics' ||
    (isMorphology(decided) && isStem(decided))
  return isForMeaning ? finding.tasks : finding.tasks.filter((task) => task !== 'writing')
}

const nDescribed = 4

function describe([first]: readonly Finding[]): string {
  if (!first) return ''
  return `${first.name}: ${first.members.slice(0, nDescribed).join(', ')}`
}

/** Which finding speaks for the linguistic level when several do. */
import type { Finding } from './finding.ts'
import { isInflection } from './known-affixes.ts'
import type { MorphologyFinding } from './morphology.ts'

/** The finding that decides; null when none speaks for a level. `findings` come in order of preference. */
export function decideLevel(findings: readonly Finding[]): Finding | null {
  const speaking = findings.filter(({ level }) => level !== null)
  const [first] = speaking
  if (!first || !isMorphology(first)) return first ?? null
  // Verbs in -ed or plurals in -s that also share a topic were chosen for the topic.
  const topic = speaking.find(({ level, share }) => level === 'semantics' && share >= 0.5)
  return topic && isInflection(first.form) ? topic : first
}

function isMorphology(finding: Finding): finding is MorphologyFinding {
  return finding.level === 'morphology'
}

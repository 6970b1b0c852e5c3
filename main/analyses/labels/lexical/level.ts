/** Which finding speaks for the linguistic level when several do. */
import type { Finding } from './finding.ts'
import { isInflection } from './known-affixes.ts'
import type { MorphologyFinding } from './morphology.ts'
import type { TopicFinding } from './semantics.ts'

const leastShare = 0.5
/** Share of words with the same sounds, and how many more that is than share the meaning. */
const leastSound = 0.75
const leastLead = 0.2

/** The finding that decides; null when none speaks for a level. `findings` come in order of preference. */
export function decideLevel(findings: readonly Finding[]): Finding | null {
  const speaking = findings.filter(({ level }) => level !== null)
  const [first] = speaking
  if (!first) return null
  // Verbs in -ed or plurals in -s that also share a topic were chosen for the topic.
  if (isMorphology(first)) {
    const topic = speaking.find((finding) => isTopic(finding) && finding.share >= leastShare)
    return topic && isInflection(first.form) ? topic : first
  }
  // Nearly all words sound alike, and fewer mean the same: glow, gleam, glitter, glove, glue.
  const sound = speaking.find(({ level }) => level === 'phonology')
  const isSound =
    sound !== undefined && sound.share >= leastSound && sound.share >= first.share + leastLead
  return isSound && first.level === 'semantics' ? sound : first
}

function isTopic(finding: Finding): finding is TopicFinding {
  return 'topic' in finding
}

export function isMorphology(finding: Finding): finding is MorphologyFinding {
  return finding.level === 'morphology'
}

import { generalVerbs } from './general-verbs.ts'
import { instructionVerbs } from './instruction-verbs.ts'

/**
 * Two kinds of verbs that are held against each other: do relations of instruction verbs move up after
 * tuning more than those of verbs in general? Compared with the lower-case words of relations as written.
 */
export interface VerbLists {
  readonly instruction: readonly string[]
  readonly general: readonly string[]
}

/** Those of method.md section 3. */
export const defaultVerbLists: VerbLists = {
  instruction: instructionVerbs,
  general: generalVerbs
}

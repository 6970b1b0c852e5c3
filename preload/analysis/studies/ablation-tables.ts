import type { Comparison } from './comparison.ts'
import type { StudyRecord, StudyRole } from './record.ts'

/** What taking words away does to the response of one model: a line a group, then all together. */
export interface AblationLine {
  readonly role: StudyRole
  readonly group: string | null
  /** Spans that were ablated, and the cases that they belong to; a case's spans are averaged before testing. */
  readonly nSpans: number
  /**
   * Change of the response's log-probability, natural logarithm, negative where the words held it up:
   * instruction (first) against as many context words (second) of the same cases; one-sided: does the
   * instruction cost more?
   */
  readonly total: Comparison
  /** The same per response token. */
  readonly perToken: Comparison
}

/** Change of the hidden states after a layer, ‖h' − h‖ / ‖h‖. */
export interface AblationLayer {
  readonly role: StudyRole
  /** 0-based. */
  readonly layer: number
  /** Context (first) against instruction (second) of the same cases; Holm over the model's layers, of the paired p. */
  readonly comparison: Comparison
}

export interface AblationTables {
  readonly lines: readonly AblationLine[]
  readonly layers: readonly AblationLayer[]
}

/** Null where the study has no ablation. */
export function ablationTables(record: StudyRecord): AblationTables | null {
  throw new Error(`not yet: ${record.source}`)
}

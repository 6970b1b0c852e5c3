import type { StudyRecord } from './record.ts'

/** Own responses of base and tuned that differ in length: scores then differ for that reason too. */
export interface LengthWarning {
  /** Cases answered by both. */
  readonly nCases: number
  readonly medianBase: number
  readonly medianTuned: number
  /** Tokens from which a response counts as cut by the limit. */
  readonly nearLimit: number
  /** Shares of the responses with as many tokens or more, 0 to 1. */
  readonly shareBase: number
  readonly shareTuned: number
  /** The warning, one or two plain sentences. */
  readonly text: string
}

/** Null where lengths agree, or where there are no own responses of both models. */
export function lengthWarning(record: StudyRecord): LengthWarning | null {
  throw new Error(`not yet: ${record.source}`)
}

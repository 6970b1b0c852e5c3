import type { AttributionRecord } from '../../../../preload/analysis/attribution-record.ts'
import { defaultSalience } from '../../../../preload/analysis/salience-settings.ts'
import { sideSalience } from '../../../../preload/analysis/side-salience.ts'

/** Names and scores of the two sides as the library lists them; scores at the method's own L, b and p. */
export interface ListScores {
  /** Empty when there is no such side. */
  readonly baseName: string
  readonly tunedName: string | null
  readonly baseScore: number | null
  readonly tunedScore: number | null
}

export function listScores(record: AttributionRecord): ListScores {
  const base = record.sides.find(({ role }) => role === 'base')
  const tuned = record.sides.find(({ role }) => role === 'tuned')
  const score = (side: typeof base) =>
    side === undefined ? null : sideSalience(side, record.instructionSpans, defaultSalience).score
  return {
    baseName: base?.name ?? '',
    tunedName: tuned?.name ?? null,
    baseScore: score(base),
    tunedScore: score(tuned)
  }
}

import type { AttributionRecord } from '../../../../preload/analysis/attribution-record.ts'
import { defaultSalience } from '../../../../preload/analysis/salience-settings.ts'
import { sideSalience } from '../../../../preload/analysis/side-salience.ts'

interface ListNames {
  /** Empty when there is no such side. */
  readonly baseName: string
  readonly tunedName: string | null
}

/** Names and scores of the two sides as the library lists them; scores at the method's own L, b and p. */
export interface ListScores extends ListNames {
  readonly baseScore: number | null
  readonly tunedScore: number | null
}

export function sideNames(
  sides: readonly { readonly role: 'base' | 'tuned'; readonly name: string }[]
): ListNames {
  const nameOf = (role: 'base' | 'tuned') => sides.find((side) => side.role === role)?.name
  return { baseName: nameOf('base') ?? '', tunedName: nameOf('tuned') ?? null }
}

export function attributionScores(record: AttributionRecord): ListScores {
  const score = (role: 'base' | 'tuned') => {
    const side = record.sides.find((other) => other.role === role)
    return side === undefined
      ? null
      : sideSalience(side, record.instructionSpans, defaultSalience).score
  }
  return { ...sideNames(record.sides), baseScore: score('base'), tunedScore: score('tuned') }
}

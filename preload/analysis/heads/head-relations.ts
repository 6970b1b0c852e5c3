/** One head's relations before and after. */
import { sideOf } from './head-places.ts'
import type { HeadPlace } from './head-places.ts'
import type { HeadsRecord } from './record.ts'
import type { RelationMatch } from './relation-match.ts'

/** `only` where the head, or the model it would be compared with, is missing. */
export type RelationStatus = 'kept' | 'gained' | 'lost' | 'only'

export interface RelationRow {
  readonly first: string
  readonly second: string
  readonly status: RelationStatus
  /** Dimensions that the pair occurs in; 0 where the model has the head and not the pair, else null. */
  readonly baseDimensions: number | null
  readonly tunedDimensions: number | null
}

/** Those of the base, most dimensions first, then those that only the tuned model has. */
export function headRelations(
  record: Pick<HeadsRecord, 'sides' | 'terms'>,
  { tunedOf, baseOf }: Pick<RelationMatch, 'tunedOf' | 'baseOf'>,
  place: Pick<HeadPlace, 'base' | 'tuned'>
): RelationRow[] {
  const [base, tuned] = [sideOf(record, 'base'), sideOf(record, 'tuned')]
  const isPair = place.base !== null && place.tuned !== null
  const rows: RelationRow[] = []
  const words = (first: number, second: number): Pick<RelationRow, 'first' | 'second'> => ({
    first: record.terms[first]!,
    second: record.terms[second]!
  })
  if (base !== null && place.base !== null) {
    const { relationStarts, relationFirst, relationSecond, relationDimensions } = base
    for (let i = relationStarts[place.base]!; i < relationStarts[place.base + 1]!; i++) {
      const partner = isPair ? tunedOf[i]! : -1
      const after = partner < 0 ? 0 : tuned!.relationDimensions[partner]!
      rows.push({
        ...words(relationFirst[i]!, relationSecond[i]!),
        status: isPair ? (partner < 0 ? 'lost' : 'kept') : 'only',
        baseDimensions: relationDimensions[i]!,
        tunedDimensions: isPair ? after : null
      })
    }
  }
  if (tuned !== null && place.tuned !== null) {
    const { relationStarts, relationFirst, relationSecond, relationDimensions } = tuned
    for (let i = relationStarts[place.tuned]!; i < relationStarts[place.tuned + 1]!; i++) {
      if (baseOf[i]! >= 0) continue
      rows.push({
        ...words(relationFirst[i]!, relationSecond[i]!),
        status: isPair ? 'gained' : 'only',
        baseDimensions: isPair ? 0 : null,
        tunedDimensions: relationDimensions[i]!
      })
    }
  }
  return rows
}

/** In which heads a word, or a pair of words, has relations. */
import { findTerms } from './find-terms.ts'
import { headPlaces, sideOf } from './head-places.ts'
import type { HeadPlace } from './head-places.ts'
import type { HeadsRecord, HeadsRole } from './record.ts'

export interface RelationCount {
  /** Relations of the head that have the word, or 1 for the pair. */
  readonly nRelations: number
  /** Their dimensions, added up. */
  readonly nDimensions: number
}

export interface RelationHit {
  readonly place: HeadPlace
  /** Null where the model has no such head; zeros where the head has no such relation. */
  readonly base: RelationCount | null
  readonly tuned: RelationCount | null
}

export type RelationSearch =
  | {
      readonly kind: 'found'
      /** Heads with a relation in either model, by layer, then head; may be empty. */
      readonly hits: readonly RelationHit[]
    }
  | {
      /** Words that the word list does not have, so that no relation can. */
      readonly kind: 'unknown'
      readonly words: readonly string[]
    }

/**
 * Looks for the relations of a word, or for the one relation of two words (either way round; the same
 * word twice is its relation with itself in another case). Words are found in lower case, as relations
 * are. One pass over all relations.
 */
export function searchRelations(
  record: Pick<HeadsRecord, 'sides' | 'layers' | 'terms'>,
  word: string,
  other?: string
): RelationSearch {
  const words = (other === undefined ? [word] : [word, other]).map((text) =>
    text.trim().toLowerCase()
  )
  const found = findTerms(record.terms, words)
  const unknown = words.filter((text) => !found.has(text))
  if (unknown.length > 0) return { kind: 'unknown', words: unknown }
  const [term, second] = words.map((text) => found.get(text)!)
  const counts = (role: HeadsRole) => countRelations(record, role, term!, second)
  const [base, tuned] = [counts('base'), counts('tuned')]
  const hits = headPlaces(record).flatMap((place): RelationHit[] => {
    const [inBase, inTuned] = [base(place.base), tuned(place.tuned)]
    const nRelations = (inBase?.nRelations ?? 0) + (inTuned?.nRelations ?? 0)
    return nRelations === 0 ? [] : [{ place, base: inBase, tuned: inTuned }]
  })
  return { kind: 'found', hits }
}

function countRelations(
  record: Pick<HeadsRecord, 'sides'>,
  role: HeadsRole,
  term: number,
  other: number | undefined
): (row: number | null) => RelationCount | null {
  const side = sideOf(record, role)
  if (side === null) return () => null
  const { relationStarts, relationFirst, relationSecond, relationDimensions } = side
  return (row) => {
    if (row === null) return null
    let nRelations = 0
    let nDimensions = 0
    for (let i = relationStarts[row]!; i < relationStarts[row + 1]!; i++) {
      const [first, second] = [relationFirst[i]!, relationSecond[i]!]
      const isHit =
        other === undefined
          ? first === term || second === term
          : (first === term && second === other) || (first === other && second === term)
      if (!isHit) continue
      nRelations += 1
      nDimensions += relationDimensions[i]!
    }
    return { nRelations, nDimensions }
  }
}

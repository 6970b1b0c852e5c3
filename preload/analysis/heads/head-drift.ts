/** How far each head's relations moved (method.md section 3, "Comparison"). */
import { isShared, sideOf } from './head-places.ts'
import type { HeadPlace, HeadsOfModels, SharedPlace } from './head-places.ts'
import type { HeadsSide } from './record.ts'
import { matchRelations } from './relation-match.ts'
import type { RelationMatch } from './relation-match.ts'

/** One head that both models have. */
export interface HeadDrift extends SharedPlace {
  /** Relations of each model. */
  readonly nBase: number
  readonly nTuned: number
  /** In both; only in the tuned model; only in the base. */
  readonly nKept: number
  readonly nGained: number
  readonly nLost: number
  /** Kept relations that occur in another number of dimensions. */
  readonly nRecounted: number
  /** Kept over all relations, 0 to 1; 1 where neither model has a relation. */
  readonly jaccard: number
  /** 1 − Jaccard: what the grid shows. */
  readonly change: number
}

export interface HeadsDrift {
  readonly match: RelationMatch
  /** One a place of `match.places`; null where only one model has the head. */
  readonly heads: readonly (HeadDrift | null)[]
}

/**
 * Jaccard index of the two relation sets of each head.
 *
 *     J = |B ∩ T| / |B ∪ T|
 *
 * Relations are pairs of words, whichever number of dimensions they occur in. J of heads with a few
 * relations moves in large steps: read it beside their number, and beside chance (head-chance.ts).
 */
export function headsDrift(
  record: HeadsOfModels,
  match: RelationMatch = matchRelations(record)
): HeadsDrift {
  const [base, tuned] = [sideOf(record, 'base'), sideOf(record, 'tuned')]
  return {
    match,
    heads: match.places.map((place) =>
      base !== null && tuned !== null && isShared(place)
        ? driftOf(place, base, tuned, match.tunedOf)
        : null
    )
  }
}

/**
 * What moved, as a sentence; null for a single model.
 *
 * `no change` is claimed only where relations, their dimensions and the numbers of pairs are all equal.
 */
export function headsDriftSentence(record: HeadsOfModels, { heads }: HeadsDrift): string | null {
  const [base, tuned] = [sideOf(record, 'base'), sideOf(record, 'tuned')]
  if (base === null || tuned === null) return null
  const shared = heads.filter((head) => head !== null)
  if (shared.length === 0) return 'No head can be compared: none is in both models.'
  const moved = shared.filter(({ jaccard }) => jaccard < 1)
  if (moved.length > 0) {
    const most = moved.reduce((worst, head) => (head.jaccard < worst.jaccard ? head : worst))
    return (
      `${moved.length} of ${headCount(shared.length)} gained or lost relations, ` +
      `most of all ${headName(most)} (Jaccard ${most.jaccard.toFixed(2)}).`
    )
  }
  const recounted = shared.filter(
    (head) => head.nRecounted > 0 || base.nPairs[head.base] !== tuned.nPairs[head.tuned]
  ).length
  if (recounted > 0) {
    return (
      `No head gained or lost a relation; in ${recounted} of ${headCount(shared.length)} ` +
      'the number of pairs or of the dimensions behind them differs.'
    )
  }
  return `No change: ${headCount(shared.length)} compared, with the same relations in both models.`
}

export function headName({ layer, head }: Pick<HeadPlace, 'layer' | 'head'>): string {
  return `layer ${layer}, head ${head}`
}

function headCount(count: number): string {
  return count === 1 ? '1 head' : `${count} heads`
}

function driftOf(
  place: SharedPlace,
  base: HeadsSide,
  tuned: HeadsSide,
  tunedOf: Int32Array
): HeadDrift {
  const [from, to] = [base.relationStarts[place.base]!, base.relationStarts[place.base + 1]!]
  const nBase = to - from
  const nTuned = tuned.relationStarts[place.tuned + 1]! - tuned.relationStarts[place.tuned]!
  let nKept = 0
  let nRecounted = 0
  for (let i = from; i < to; i++) {
    const partner = tunedOf[i]!
    if (partner < 0) continue
    nKept += 1
    if (base.relationDimensions[i] !== tuned.relationDimensions[partner]) nRecounted += 1
  }
  const nAll = nBase + nTuned - nKept
  const jaccard = nAll === 0 ? 1 : nKept / nAll
  return {
    ...place,
    nBase,
    nTuned,
    nKept,
    nGained: nTuned - nKept,
    nLost: nBase - nKept,
    nRecounted,
    jaccard,
    change: 1 - jaccard
  }
}

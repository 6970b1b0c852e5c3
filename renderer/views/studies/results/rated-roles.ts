import {
  isFollowed,
  isUnfollowed,
  ratingsOf
} from '../../../../preload/analysis/studies/ratings.ts'
import type {
  StoredRating,
  StudyRecord,
  StudyRole
} from '../../../../preload/analysis/studies/record.ts'

export interface RoleRatings {
  readonly role: StudyRole
  /** [nCases] */
  readonly ratings: readonly (number | null)[]
}

/** The ratings that count, of each model. */
export function roleRatings(
  record: StudyRecord,
  stored: readonly StoredRating[]
): readonly RoleRatings[] {
  return record.sides.map(({ role }) => ({ role, ratings: ratingsOf(record, stored, role) }))
}

/** Cases that are said to be followed or not. */
export function nRated(ratings: readonly (number | null)[]): number {
  return ratings.filter((rating) => isFollowed(rating) || isUnfollowed(rating)).length
}

/** Models of which any case is rated. */
export function ratedRoles(all: readonly RoleRatings[]): readonly RoleRatings[] {
  return all.filter(({ ratings }) => nRated(ratings) > 0)
}

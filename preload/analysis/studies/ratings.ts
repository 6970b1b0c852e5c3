import type { StoredRating, StudyRecord, StudyRole } from './record.ts'

/** [nCases] the newest rating given in the app, else the data set's; a withdrawn one uncovers the data set's. */
export function ratingsOf(
  record: Pick<StudyRecord, 'cases'>,
  stored: readonly StoredRating[],
  role: StudyRole
): readonly (number | null)[] {
  const newest = new Map<number, StoredRating>()
  for (const rating of stored) {
    if (rating.role !== role) continue
    const known = newest.get(rating.case)
    if (known === undefined || rating.createdAt >= known.createdAt) newest.set(rating.case, rating)
  }
  return record.cases.map((entry, i) => newest.get(i)?.rating ?? entry.ratings[role])
}

export function isUnfollowed(rating: number | null): boolean {
  return rating === 1
}

export function isFollowed(rating: number | null): boolean {
  return rating !== null && rating >= 2
}

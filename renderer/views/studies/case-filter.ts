import type { CaseRow } from './case-rows.ts'

export type RatingFilter = 'any' | 'rated' | 'unrated' | 'followed' | 'unfollowed'

/** Which cases are listed. */
export interface CaseFilter {
  /** Every word must stand in the case's name, prompt or reference. */
  readonly text: string
  /** Null for all groups. */
  readonly group: string | null
  readonly rating: RatingFilter
  /** Only the cases behind a number that was opened, and what that number is. */
  readonly behind: { readonly cases: ReadonlySet<number>; readonly why: string } | null
}

export const anyCase: CaseFilter = { text: '', group: null, rating: 'any', behind: null }

export function isAnyCase({ text, group, rating, behind }: CaseFilter): boolean {
  return text.trim() === '' && group === null && rating === 'any' && behind === null
}

export function filteredCases(rows: readonly CaseRow[], filter: CaseFilter): readonly CaseRow[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean)
  return rows.filter(
    (row) =>
      (filter.behind === null || filter.behind.cases.has(row.index)) &&
      (filter.group === null || row.group === filter.group) &&
      hasRating(row, filter.rating) &&
      words.every((word) => row.text.includes(word))
  )
}

/** A case is followed or not by the tuned model's rating, else by the base's. */
function hasRating({ ratings }: CaseRow, wanted: RatingFilter): boolean {
  if (wanted === 'any') return true
  const rating = [ratings.tuned, ratings.base].find((one) => one !== null && one >= 1) ?? null
  switch (wanted) {
    case 'rated':
      return rating !== null
    case 'unrated':
      return rating === null
    case 'unfollowed':
      return rating === 1
    case 'followed':
      return rating !== null && rating >= 2
  }
}

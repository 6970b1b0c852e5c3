import type { RelationRow, RelationStatus } from '../../../preload/analysis/heads/head-relations.ts'

export interface RelationFilter {
  /** Every word must occur in one of the pair's. */
  readonly text: string
  readonly status: RelationStatus | 'all'
}

export const noRelationFilter: RelationFilter = { text: '', status: 'all' }

export function filterRelations(
  rows: readonly RelationRow[],
  { text, status }: RelationFilter
): readonly RelationRow[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (wanted.length === 0 && status === 'all') return rows
  return rows.filter(
    (row) =>
      (status === 'all' || row.status === status) &&
      wanted.every((word) => row.first.includes(word) || row.second.includes(word))
  )
}

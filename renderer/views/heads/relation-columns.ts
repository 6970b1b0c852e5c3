import type { RelationRow, RelationStatus } from '../../../preload/analysis/heads/head-relations.ts'
import type { Role } from '../../../preload/data.ts'
import { visibleLine } from '../../components/words/visible-text.ts'
import type { Column } from './row-order.ts'

const words: Record<RelationStatus, string> = {
  kept: 'kept',
  gained: '+ gained',
  lost: '− lost',
  only: ''
}

/** A pair as it is read; a word can be joined with itself in another case. */
export function relationWords({ first, second }: Pick<RelationRow, 'first' | 'second'>): string {
  return `${visibleLine(first)} – ${visibleLine(second)}`
}

export function relationColumns(roles: readonly Role[]): readonly Column<RelationRow>[] {
  const dimensionsOf = (role: Role) => (row: RelationRow) =>
    role === 'base' ? row.baseDimensions : row.tunedDimensions
  return [
    {
      id: 'pair',
      title: 'Relation',
      width: 'minmax(104px, 3fr)',
      isNumber: false,
      value: ({ first, second }) => `${first} ${second}`,
      text: relationWords
    },
    ...(roles.length > 1
      ? [
          {
            id: 'status',
            title: 'Change',
            width: 'minmax(60px, 1fr)',
            isNumber: false,
            value: ({ status }: RelationRow) => status,
            text: ({ status }: RelationRow) => words[status]
          }
        ]
      : []),
    ...roles.map((role) => ({
      id: role,
      title: 'Dim.',
      hint: `Dimensions that the pair occurs in, ${role}`,
      role,
      width: '56px',
      isNumber: true,
      value: dimensionsOf(role),
      text: (row: RelationRow) => String(dimensionsOf(role)(row) ?? '–')
    })),
    {
      id: 'largest',
      title: 'Most',
      hint: 'In the model where the pair occurs in more dimensions',
      width: '56px',
      isNumber: true,
      value: ({ baseDimensions, tunedDimensions }) =>
        Math.max(baseDimensions ?? 0, tunedDimensions ?? 0)
    }
  ]
}

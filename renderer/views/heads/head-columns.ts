import type { HeadRow } from '../../../preload/analysis/heads/heads-tables.ts'
import type { Role } from '../../../preload/data.ts'
import { fixedWords } from '../../components/words/number-words.ts'
import type { Column } from './row-order.ts'

const count = (
  id: string,
  title: string,
  hint: string,
  value: (row: HeadRow) => number | null,
  role?: Role
): Column<HeadRow> => ({
  id,
  title,
  hint,
  width: 'minmax(44px, 1fr)',
  isNumber: true,
  value,
  ...(role && { role })
})

/** Columns of the table of heads, of a pair or of a single model. */
export function headColumns(roles: readonly Role[]): readonly Column<HeadRow>[] {
  const isPair = roles.length > 1
  return [
    { ...count('layer', 'Layer', 'Counted from 0', ({ layer }) => layer), width: '48px' },
    { ...count('head', 'Head', 'Counted from 0', ({ head }) => head), width: '48px' },
    ...(isPair
      ? [
          {
            ...count('change', 'Change', '1 − Jaccard', ({ change }) => change),
            // With the arrow of the order, which it has from the start.
            width: 'minmax(64px, 1fr)',
            text: ({ change }: HeadRow) => fixedWords(change, 2)
          },
          count('kept', 'Kept', 'Relations in both models', ({ kept }) => kept),
          count('gained', 'Gained', 'Relations of the tuned model only', ({ gained }) => gained),
          count('lost', 'Lost', 'Relations of the base only', ({ lost }) => lost)
        ]
      : roles.map((role) =>
          count('change', 'Relations', 'Pairs of words in two dimensions or more', (row) =>
            role === 'base' ? row.baseRelations : row.tunedRelations
          )
        )),
    ...roles.map((role) => ({
      ...count(
        `${role}-pairs`,
        'Pairs | chance',
        `Pairs over all dimensions, and up to how many are chance, ${role}`,
        (row) => (role === 'base' ? row.basePairs : row.tunedPairs),
        role
      ),
      width: '104px',
      text: (row: HeadRow) => pairsWords(row, role)
    }))
  ]
}

function pairsWords(row: HeadRow, role: Role): string {
  const [pairs, line] =
    role === 'base' ? [row.basePairs, row.baseChanceLine] : [row.tunedPairs, row.tunedChanceLine]
  return `${pairs ?? '–'} | ${fixedWords(line, 0)}`
}

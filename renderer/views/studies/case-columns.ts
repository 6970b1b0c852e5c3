import type { StudyRole } from '../../../preload/analysis/studies/record.ts'
import { changeWords, fixedWords } from '../../components/words/number-words.ts'
import { visibleLine } from '../../components/words/visible-text.ts'
import type { Column } from '../heads/row-order.ts'
import type { CaseRow } from './case-rows.ts'

/**
 * Columns of the list of cases.
 *
 * @param isNarrow  beside a map only what tells cases apart stays
 */
export function caseColumns(
  roles: readonly StudyRole[],
  hasGroups: boolean,
  isNarrow: boolean
): readonly Column<CaseRow>[] {
  const number = (
    id: string,
    title: string,
    hint: string,
    width: string,
    value: (row: CaseRow) => number | null,
    role?: StudyRole
  ): Column<CaseRow> => ({ id, title, hint, width, isNumber: true, value, ...(role && { role }) })
  return [
    { ...number('number', '#', 'In the order of the data set', '40px', ({ index }) => index + 1) },
    {
      id: 'case',
      title: 'Case',
      width: 'minmax(72px, 3fr)',
      isNumber: false,
      value: ({ caseId }) => caseId,
      text: ({ caseId }) => visibleLine(caseId)
    },
    ...(hasGroups && !isNarrow
      ? [
          {
            id: 'group',
            title: 'Group',
            width: 'minmax(72px, 2fr)',
            isNumber: false,
            value: ({ group }: CaseRow) => group,
            text: ({ group }: CaseRow) => visibleLine(group)
          }
        ]
      : []),
    ...roles.map((role) => ({
      ...number(
        `${role}-score`,
        'Score',
        `Instruction score, ${role}`,
        isNarrow ? '60px' : 'minmax(64px, 1fr)',
        (row) => row[role],
        role
      ),
      text: (row: CaseRow) => fixedWords(row[role])
    })),
    ...(roles.length > 1
      ? [
          {
            ...number(
              'difference',
              'Change',
              'Tuned − base',
              isNarrow ? '60px' : 'minmax(72px, 1fr)',
              ({ difference }) => difference
            ),
            text: ({ difference }: CaseRow) => (difference === null ? '–' : changeWords(difference))
          }
        ]
      : []),
    ...(isNarrow
      ? []
      : [
          ...roles.map((role) => ({
            ...number(
              `${role}-rating`,
              'Rating',
              `1 unfollowed, 2 and more followed, ${role}`,
              'minmax(64px, 1fr)',
              (row) => shownRating(row.ratings[role]),
              role
            ),
            text: (row: CaseRow) => String(shownRating(row.ratings[role]) ?? '–')
          })),
          number('prompt', 'Prompt', 'Prompt tokens', 'minmax(64px, 1fr)', (row) => row.nPrompt),
          ...roles.map((role) =>
            number(
              `${role}-response`,
              'Response',
              `Response tokens, ${role}`,
              'minmax(76px, 1fr)',
              (row) => row.nResponse[role],
              role
            )
          )
        ])
  ]
}

/** 0 and −1 are said of cases that nobody rated. */
function shownRating(rating: number | null): number | null {
  return rating !== null && rating >= 1 ? rating : null
}

/** The marks of the distribution plots as rows: what the pictures show, for reading and for the keyboard. */
import { changeWords, fixedWords } from '../../../../components/words/number-words.ts'
import { visibleLine } from '../../../../components/words/visible-text.ts'
import type { StudyRecord, StudyRole } from '../../../../../preload/analysis/studies/record.ts'
import type { Column } from '../../../heads/row-order.ts'
import { isOfChoice, type GroupChoice } from '../case-groups.ts'
import type { RoleScores } from '../plots/score-groups.ts'

export interface ScoreRow {
  readonly case: number
  readonly name: string
  readonly group: string
  readonly base: number | null
  readonly tuned: number | null
  readonly difference: number | null
}

/** Cases with a score in any model. */
export function scoreRows(
  { cases }: Pick<StudyRecord, 'cases'>,
  ofRoles: RoleScores,
  choice: GroupChoice
): readonly ScoreRow[] {
  const scoresOf = (wanted: string) => ofRoles.find(({ role }) => role === wanted)?.scores
  const [base, tuned] = [scoresOf('base'), scoresOf('tuned')]
  const at = (scores: Float64Array | undefined, index: number) => {
    const score = scores?.[index] ?? NaN
    return Number.isNaN(score) ? null : score
  }
  return cases.flatMap(({ caseId, group }, index) => {
    const row = { base: at(base, index), tuned: at(tuned, index) }
    if ((row.base === null && row.tuned === null) || !isOfChoice(group, choice)) return []
    return [
      {
        case: index,
        name: caseId,
        group,
        ...row,
        difference: row.base === null || row.tuned === null ? null : row.tuned - row.base
      }
    ]
  })
}

export function scoreColumns(
  roles: readonly StudyRole[],
  hasGroups: boolean
): readonly Column<ScoreRow>[] {
  const score = (role: StudyRole): Column<ScoreRow> => ({
    id: role,
    title: 'score',
    hint: `Instruction score, ${role}`,
    role,
    width: '96px',
    isNumber: true,
    value: (row) => row[role],
    text: (row) => fixedWords(row[role])
  })
  return [
    {
      id: 'name',
      title: 'Case',
      width: 'minmax(80px, 2fr)',
      isNumber: false,
      value: ({ name }) => name,
      text: ({ name }) => visibleLine(name)
    },
    ...(hasGroups
      ? [
          {
            id: 'group',
            title: 'Group',
            width: 'minmax(80px, 1fr)',
            isNumber: false,
            value: ({ group }: ScoreRow) => group,
            text: ({ group }: ScoreRow) => visibleLine(group)
          }
        ]
      : []),
    ...roles.map(score),
    ...(roles.length > 1
      ? [
          {
            id: 'difference',
            title: 'Tuned − base',
            width: '104px',
            isNumber: true,
            value: ({ difference }: ScoreRow) => difference,
            text: ({ difference }: ScoreRow) =>
              difference === null ? '–' : changeWords(difference)
          }
        ]
      : [])
  ]
}

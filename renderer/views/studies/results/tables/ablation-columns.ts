/** The marks of the ablation plots as rows, for reading and for the keyboard: a row an ablated span. */
import type {
  StudyAblation,
  StudyRecord,
  StudyRole
} from '../../../../../preload/analysis/studies/record.ts'
import { changeWords } from '../../../../components/words/number-words.ts'
import { visibleLine } from '../../../../components/words/visible-text.ts'
import type { Column } from '../../../heads/row-order.ts'
import { ablationPoints, type AblationPoint, type ChangeMeasure } from '../plots/ablation-plots.ts'

export interface AblationRow {
  readonly case: number
  readonly name: string
  /** 1-based, of the case's instruction spans. */
  readonly span: number
  readonly points: Readonly<Partial<Record<StudyRole, AblationPoint>>>
}

/** By case, then span. */
export function ablationRows(
  record: Pick<StudyRecord, 'cases'>,
  { sides }: Pick<StudyAblation, 'sides'>,
  measure: ChangeMeasure,
  isShown: (index: number) => boolean
): readonly AblationRow[] {
  const rows = new Map<string, AblationRow>()
  for (const side of sides) {
    for (const point of ablationPoints(record, side, measure, isShown)) {
      const key = `${point.case} ${point.span}`
      const known = rows.get(key)
      rows.set(key, {
        case: point.case,
        name: point.name,
        span: point.span,
        points: { ...known?.points, [side.role]: point }
      })
    }
  }
  return [...rows.values()].sort((a, b) => a.case - b.case || a.span - b.span)
}

export function ablationColumns(
  roles: readonly StudyRole[],
  hasSpans: boolean
): readonly Column<AblationRow>[] {
  const change = (role: StudyRole, what: 'instruction' | 'context'): Column<AblationRow> => ({
    id: `${role}-${what}`,
    title: `no ${what}`,
    hint: `Change of log p of the response in ${role} without ${what} words`,
    role,
    width: '128px',
    isNumber: true,
    value: ({ points }) => points[role]?.[what] ?? null,
    text: ({ points }) => {
      const value = points[role]?.[what]
      return value === undefined ? '–' : changeWords(value, 2)
    }
  })
  return [
    {
      id: 'name',
      title: 'Case',
      width: 'minmax(80px, 1fr)',
      isNumber: false,
      value: ({ name }) => name,
      text: ({ name }) => visibleLine(name)
    },
    ...(hasSpans
      ? [
          {
            id: 'span',
            title: 'Span',
            width: '48px',
            isNumber: true,
            value: ({ span }: AblationRow) => span
          }
        ]
      : []),
    ...roles.flatMap((role) => [change(role, 'instruction'), change(role, 'context')])
  ]
}

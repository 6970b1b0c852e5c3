import type { DensityByClass } from '../../../../preload/analysis/studies/density-by-class.ts'
import type { StudyMode, StudyRole } from '../../../../preload/analysis/studies/record.ts'
import { shownLines } from '../../../../preload/analysis/studies/shown-lines.ts'
import { sampleWords } from './comparison-table.ts'
import { foreign, markup, type Markup } from './markup.ts'
import { chanceCell, reportTable } from './report-table.ts'
import { fixed, groupWords, modeNames, roleNames } from './report-words.ts'

/** Mean density of one model's prompt tokens by class. */
export function densityTable(
  densities: readonly DensityByClass[],
  role: StudyRole,
  mode: StudyMode
): Markup {
  const lines = shownLines(densities, ({ group }) => group)
  return reportTable(
    markup`<b>Density by class of prompt tokens</b>,
      <span class="${role}-text">${roleNames[role]}</span>, ${modeNames[mode].toLowerCase()}: mean
      over cases of the case’s mean; is the context less dense than the instruction?`,
    [
      { head: 'Group', isText: true },
      { head: 'n' },
      { head: markup`Context<small>mean ± sd</small>` },
      { head: 'n' },
      { head: markup`Instruction<small>mean ± sd</small>` },
      { head: 'n' },
      { head: markup`Special<small>mean ± sd</small>` },
      { head: markup`Paired t<small>p</small>` },
      { head: markup`Hedges’<small>g</small>` }
    ],
    lines.map(({ group, classes, comparison }) => ({
      isTotal: group === null && lines.length > 1,
      cells: [
        foreign(groupWords(group)),
        classes.context.n,
        sampleWords(classes.context),
        classes.instruction.n,
        sampleWords(classes.instruction),
        classes.special.n,
        sampleWords(classes.special),
        chanceCell(comparison.paired),
        fixed(comparison.hedgesG, 2)
      ]
    }))
  )
}

import type {
  AblationLine,
  AblationTables
} from '../../../../preload/analysis/studies/ablation-tables.ts'
import type { AblationMethod } from '../../../../preload/analysis/studies/record.ts'
import { shownLines } from '../../../../preload/analysis/studies/shown-lines.ts'
import type { StudyExport } from '../study-rows.ts'
import { ablationPicture } from './pictures/ablation-picture.ts'
import { sampleWords } from './comparison-table.ts'
import { foreign, markup, nothing, type Markup } from './markup.ts'
import { faultTable } from './report-faults.ts'
import { chanceCell, reportTable } from './report-table.ts'
import { counted, fixed, groupWords, roleNames } from './report-words.ts'

const methods: Readonly<Record<AblationMethod, string>> = {
  remove: 'removed from the prompt',
  mask: 'masked',
  replace: 'replaced by other words'
}

/** What taking the instruction's words away does, beside as many words of the context. */
export function reportAblation({ record }: StudyExport, tables: AblationTables | null): Markup {
  if (record.ablation === null || tables === null) return nothing
  const { method, seed, leftOut } = record.ablation
  const isSame = record.runs.some(({ mode }) => mode === 'same')
  const response = isSame ? 'the response that both are given' : 'each model’s own response'
  const nLeftOut = new Set(leftOut.map((failure) => failure.case)).size
  return markup`<section>
    <h2>Word ablation</h2>
    <p class="lead">
      Each instruction span is ${methods[method]}, beside as many context words drawn by seed
      ${seed}; the effect on ${response}, which stays as it was.
    </p>
    ${linesTable(shownLines(tables.lines, ({ group }) => group))}
    <div class="figures">${tables.layers.length === 0 ? '' : ablationPicture(tables.layers)}</div>
    ${faultTable(`${counted(nLeftOut, 'case')} could not be ablated`, leftOut, record)}
  </section>`
}

function linesTable(lines: readonly AblationLine[]): Markup {
  return reportTable(
    markup`<b>Change of the response’s log-probability</b>, per response token, natural logarithm:
      does the instruction cost more than the context?`,
    [
      { head: 'Model', isText: true },
      { head: 'Group', isText: true },
      { head: 'Spans' },
      { head: markup`Instruction<small>mean ± sd</small>` },
      { head: markup`Context<small>mean ± sd</small>` },
      { head: markup`Paired t<small>p</small>` },
      { head: markup`Permutation<small>p</small>` },
      { head: markup`Hedges’<small>g</small>` }
    ],
    lines.map(({ role, group, nSpans, perToken }) => ({
      isTotal: group === null && lines.some((other) => other.group !== null),
      cells: [
        markup`<span class="swatch ${role}"></span>${roleNames[role]}`,
        foreign(groupWords(group)),
        nSpans,
        sampleWords(perToken.first),
        sampleWords(perToken.second),
        chanceCell(perToken.paired),
        chanceCell(perToken.permutation),
        fixed(perToken.hedgesG, 2)
      ]
    }))
  )
}

import { markup, type Insert, type Markup } from './markup.ts'
import { outcomeWords } from './report-words.ts'
import type { TestOutcome } from '../../../../preload/analysis/studies/comparison.ts'
import { alpha } from '../../../../preload/analysis/studies/p-value.ts'

export interface ReportColumn {
  readonly head: Insert
  /** Text reads from the left, numbers line up at the right. */
  readonly isText?: boolean
}

export interface ReportRow {
  readonly cells: readonly Insert[]
  /** All groups together, set apart by a line. */
  readonly isTotal?: boolean
}

/** @param caption  what the table says and how, above it */
export function reportTable(
  caption: Insert,
  columns: readonly ReportColumn[],
  rows: readonly ReportRow[]
): Markup {
  const side = ({ isText }: ReportColumn) => (isText ? 'text' : 'number')
  return markup`<div class="wide">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map((column) => markup`<th scope="col" class="${side(column)}">${column.head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ cells, isTotal }) =>
            markup`<tr${isTotal ? markup` class="total"` : ''}>${cells.map((cell, i) =>
              i === 0
                ? markup`<th scope="row" class="${side(columns[0]!)}">${cell}</th>`
                : markup`<td class="${side(columns[i]!)}">${cell}</td>`
            )}</tr>
`
        )}
      </tbody>
    </table>
  </div>`
}

/** A p-value; bold where it counts as a finding, grey where there is none. */
export function chanceCell(outcome: TestOutcome | null): Insert {
  if (outcome?.kind !== 'tested') return markup`<span class="quiet">${outcomeWords(outcome)}</span>`
  const words = outcomeWords(outcome)
  return outcome.p < alpha ? markup`<b>${words}</b>` : words
}

import { columnOf, descendingRanks } from '../../../preload/analysis/token-rank.ts'
import type { AttributionSide } from '../../../preload/analysis/attribution-record.ts'
import type { ShownSide } from '../../state/attribution-display.svelte.ts'
import type { Cell } from '../../matrix/viewport.ts'
import { valueWords } from '../../components/words/number-words.ts'
import type { ShownUnit } from './shown-axes.ts'

/** A row or column in words: its text, and for a single token its id and position. */
export interface UnitFacts {
  readonly text: string
  /** `id 339, position 7`, or `3 tokens`. */
  readonly detail: string
}

/** One side's numbers at a cell. */
export interface CellFacts {
  /** Raw importance. */
  readonly raw: number
  /** What the cell is drawn as. */
  readonly value: number
  /** Among the shown rows of its column, 1 for the largest signed importance. */
  readonly rank: number
  readonly nRows: number
  /** The model's probability of the response token; null for a group of tokens. */
  readonly probability: number | null
}

export function unitFacts(
  side: AttributionSide,
  unit: ShownUnit,
  part: 'prompt' | 'response'
): UnitFacts {
  const start = (part === 'prompt' ? side.promptPositions : side.responsePositions)[0]
  const [first] = unit.tokens
  if (unit.tokens.length !== 1 || first === undefined) {
    return { text: unit.text, detail: `${unit.tokens.length} tokens` }
  }
  return { text: unit.text, detail: `id ${side.ids[start + first]}, position ${start + first}` }
}

/** Null where this side has no such cell: its response is shorter. */
export function cellFacts({ side, axes, raw, values }: ShownSide, cell: Cell): CellFacts | null {
  const { rows, columns } = raw
  if (cell.row >= rows || cell.column >= columns) return null
  const at = cell.row * columns + cell.column
  const [first] = axes.columns[cell.column]!.tokens
  const isToken = axes.columns[cell.column]!.tokens.length === 1
  return {
    raw: raw.data[at]!,
    value: values[at]!,
    rank: descendingRanks(columnOf(raw, cell.column))[cell.row]!,
    nRows: rows,
    probability: isToken && first !== undefined ? (side.probability[first] ?? null) : null
  }
}

/** Everything about a cell as one sentence, for the screen reader. */
export function describeCell(shown: ShownSide, cell: Cell, mode: string): string {
  const facts = cellFacts(shown, cell)
  const row = shown.axes.rows[cell.row]
  const column = shown.axes.columns[cell.column]
  if (!facts || !row || !column) return 'no cell'
  const prompt = unitFacts(shown.side, row, 'prompt')
  const response = unitFacts(shown.side, column, 'response')
  return [
    `${prompt.text}, ${prompt.detail}${row.isInstruction ? ', instruction' : ''}`,
    `for ${response.text}, ${response.detail}`,
    `${mode} ${valueWords(facts.value)}`,
    `importance ${valueWords(facts.raw)}`,
    `rank ${facts.rank} of ${facts.nRows}`
  ].join('; ')
}

import type { DatasetColumn } from '../../../preload/analysis/studies/dataset.ts'
import type { DatasetRow } from '../dataset-item.ts'
import { unpackList, type Cell } from './cell-text.ts'
import { chatTurns, isTextList } from './chat-turns.ts'
import { isSpanList } from './given-spans.ts'
import { isUnrated, ratingNumber } from './row-rating.ts'

export type ColumnType = DatasetColumn['type']

const shownExamples = 3
const longestExample = 200

/** A column as the mapping step shows it, from a sample of the rows. */
export function describeColumn(name: string, sample: readonly DatasetRow[]): DatasetColumn {
  const values = sample.map((row) => row.values[name])
  return {
    name,
    type: columnType(values),
    examples: values
      .filter((value) => !isUnrated(value))
      .slice(0, shownExamples)
      .map(exampleOf)
  }
}

/** What most values are, empty ones left out; text where all are empty. */
export function columnType(values: readonly Cell[]): ColumnType {
  const counts = new Map<ColumnType, number>()
  for (const value of values) {
    if (isUnrated(value)) continue
    const type = cellType(value)
    counts.set(type, (counts.get(type) ?? 0) + 1)
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1])
  return most?.[0] ?? 'text'
}

function cellType(cell: Cell): ColumnType {
  if (ratingNumber(cell) !== null) return 'number'
  if (chatTurns(cell) !== null && !isTextList(cell)) return 'messages'
  if (isSpanList(unpackList(cell))) return 'spans'
  return typeof cell === 'string' ? 'text' : 'other'
}

function exampleOf(value: Cell): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > longestExample ? `${text.slice(0, longestExample)}…` : text
}

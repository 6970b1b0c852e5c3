import type { BadRow } from '../../preload/analysis/studies/dataset.ts'
import type { JsonObject } from '../checkpoint/strict-json.ts'

/** A sound row of a data set's file, not mapped yet. */
export interface DatasetRow {
  /** 1-based line where it begins; 1-based row for Parquet. */
  readonly line: number
  /** By column, without a prototype: `__proto__` is a name like any other. */
  readonly values: JsonObject
}

export type DatasetItem = DatasetRow | BadRow

export function isBadRow(item: DatasetItem): item is BadRow {
  return 'problem' in item
}

/** UTF-16 units of a row; longer ones are bad rows, so that one line cannot fill the memory. */
export const longestRow = 16 * 2 ** 20

export const tooLongProblem = `longer than ${longestRow.toLocaleString('en')} characters, expected at most as many`

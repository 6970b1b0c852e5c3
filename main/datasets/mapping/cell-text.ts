import { parseStrictJson, type JsonObject, type JsonValue } from '../../checkpoint/strict-json.ts'
import { AppError } from '../../errors.ts'

/** A cell of a row; undefined where the row has no such column. */
export type Cell = JsonValue | undefined

/** Stands in a cell for bytes that are not UTF-8. */
export const notText: JsonObject = Object.freeze(Object.create(null))

const longestShown = 80

/** A text as it is shown in a problem: cut and quoted. */
export function shownText(text: string): string {
  return JSON.stringify(text.length > longestShown ? `${text.slice(0, longestShown)}…` : text)
}

/** What a cell holds, for "found …, expected …". */
export function describeCell(cell: Cell): string {
  if (cell === undefined) return 'no such column in this row'
  if (cell === null) return 'null'
  if (cell === notText) return 'bytes that are not UTF-8'
  if (Array.isArray(cell)) return `a list of ${cell.length}`
  if (typeof cell === 'object') return 'an object'
  return typeof cell === 'string' ? shownText(cell) : String(cell)
}

/** Text, numbers and truth values as text; null for everything else. */
export function plainText(cell: Cell): string | null {
  if (typeof cell === 'string') return cell
  return typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : null
}

/**
 * A list that a text holds as JSON, as tables without lists (CSV, TSV) have to write it; any other cell as
 * it is.
 */
export function unpackList(cell: Cell): Cell {
  if (typeof cell !== 'string' || !/^\s*\[[^]*\]\s*$/.test(cell)) return cell
  try {
    return parseStrictJson(cell)
  } catch (thrown) {
    if (thrown instanceof AppError) return cell
    throw thrown
  }
}

/** A copy that does not keep the row alive which it was cut from. */
export function ownText(text: string): string {
  return Buffer.from(text).toString()
}

import { describeCell, type Cell } from './cell-text.ts'

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/

/** A cell as a number, text of one included; null where it is no number. */
export function ratingNumber(cell: Cell): number | null {
  if (typeof cell === 'number') return cell
  if (typeof cell !== 'string' || !decimal.test(cell.trim())) return null
  const value = Number(cell)
  return Number.isFinite(value) ? value : null
}

/** Whether a cell gives no rating, which is allowed. */
export function isUnrated(cell: Cell): boolean {
  return cell === undefined || cell === null || (typeof cell === 'string' && cell.trim() === '')
}

/** The rating of a row; what is wrong goes to `problems`. */
export function rowRating(cell: Cell, column: string, problems: string[]): number | null {
  if (isUnrated(cell)) return null
  const rating = ratingNumber(cell)
  if (rating === null) {
    problems.push(
      `rating ${JSON.stringify(column)}: ${describeCell(cell)}, expected a number: ` +
        '1 unfollowed, 2 and more followed, 0 or nothing where it is unrated'
    )
  }
  return rating
}

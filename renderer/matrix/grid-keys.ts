import type { Cell, GridShape } from './viewport.ts'

/** Rows that Page Up and Page Down step over. */
export const pageRows = 10

interface Key {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
}

/** Where a key moves the focus of a grid (WAI-ARIA grid pattern); null for any other key. */
export function moveByKey(cell: Cell, pressed: Key, { rows, columns }: GridShape): Cell | null {
  const toEdge = pressed.ctrlKey || pressed.metaKey
  const move = (row: number, column: number): Cell => ({
    row: Math.min(Math.max(row, 0), Math.max(0, rows - 1)),
    column: Math.min(Math.max(column, 0), Math.max(0, columns - 1))
  })
  switch (pressed.key) {
    case 'ArrowUp':
      return move(toEdge ? 0 : cell.row - 1, cell.column)
    case 'ArrowDown':
      return move(toEdge ? rows - 1 : cell.row + 1, cell.column)
    case 'ArrowLeft':
      return move(cell.row, toEdge ? 0 : cell.column - 1)
    case 'ArrowRight':
      return move(cell.row, toEdge ? columns - 1 : cell.column + 1)
    case 'Home':
      return move(toEdge ? 0 : cell.row, 0)
    case 'End':
      return move(toEdge ? rows - 1 : cell.row, columns - 1)
    case 'PageUp':
      return move(cell.row - pageRows, cell.column)
    case 'PageDown':
      return move(cell.row + pageRows, cell.column)
    default:
      return null
  }
}

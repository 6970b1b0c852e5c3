export interface CellPlace {
  readonly row: number
  readonly column: number
}

/** Where a key leads from a cell of a table: the next that can be pressed that way, or null where the key is not ours. */
export function nextCell(
  nRows: number,
  nColumns: number,
  isButton: (place: CellPlace) => boolean,
  from: CellPlace,
  key: string
): CellPlace | null {
  const ofRow = Array.from({ length: nColumns }, (_, column) => ({ row: from.row, column })).filter(
    isButton
  )
  const ofColumn = Array.from({ length: nRows }, (_, row) => ({ row, column: from.column })).filter(
    isButton
  )
  switch (key) {
    case 'ArrowRight':
      return ofRow.find(({ column }) => column > from.column) ?? from
    case 'ArrowLeft':
      return ofRow.findLast(({ column }) => column < from.column) ?? from
    case 'ArrowDown':
      return ofColumn.find(({ row }) => row > from.row) ?? from
    case 'ArrowUp':
      return ofColumn.findLast(({ row }) => row < from.row) ?? from
    case 'Home':
      return ofRow[0] ?? from
    case 'End':
      return ofRow.at(-1) ?? from
    default:
      return null
  }
}

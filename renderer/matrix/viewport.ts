/** Geometry of a matrix on screen. Lengths in CSS pixels, positions in cells; no canvas here. */

export interface Size {
  readonly width: number
  readonly height: number
}

export interface GridShape {
  readonly rows: number
  readonly columns: number
}

export interface Cell {
  readonly row: number
  readonly column: number
}

export interface Point {
  readonly x: number
  readonly y: number
}

/** Which part of a matrix is seen: the cell coordinate at the plot's corner, and a cell's size. */
export interface Viewport {
  readonly left: number
  readonly top: number
  readonly cellWidth: number
  readonly cellHeight: number
}

/** A small matrix does not blow up to posters. */
const largestFit = { width: 96, height: 44 }
/** Room for a value of five characters. */
const largestCell = { width: 128, height: 60 }

/** The whole matrix in the plot. */
export function fitViewport({ rows, columns }: GridShape, plot: Size): Viewport {
  return {
    left: 0,
    top: 0,
    cellWidth: Math.min(largestFit.width, plot.width / Math.max(1, columns)),
    cellHeight: Math.min(largestFit.height, plot.height / Math.max(1, rows))
  }
}

/** The nearest viewport that shows no more empty room than it must. */
export function clampViewport(viewport: Viewport, shape: GridShape, plot: Size): Viewport {
  const fit = fitViewport(shape, plot)
  const cellWidth = clamp(viewport.cellWidth, fit.cellWidth, largestCell.width)
  const cellHeight = clamp(viewport.cellHeight, fit.cellHeight, largestCell.height)
  return {
    left: clamp(viewport.left, 0, Math.max(0, shape.columns - plot.width / cellWidth)),
    top: clamp(viewport.top, 0, Math.max(0, shape.rows - plot.height / cellHeight)),
    cellWidth,
    cellHeight
  }
}

/** Scales about a point of the plot: the cell under it stays under it. */
export function zoomAt(
  viewport: Viewport,
  factor: number,
  at: Point,
  shape: GridShape,
  plot: Size
): Viewport {
  const fit = fitViewport(shape, plot)
  const cellWidth = clamp(viewport.cellWidth * factor, fit.cellWidth, largestCell.width)
  const cellHeight = clamp(viewport.cellHeight * factor, fit.cellHeight, largestCell.height)
  const left = viewport.left + at.x / viewport.cellWidth - at.x / cellWidth
  const top = viewport.top + at.y / viewport.cellHeight - at.y / cellHeight
  return clampViewport({ left, top, cellWidth, cellHeight }, shape, plot)
}

/** Moves the matrix by a distance in pixels, as a hand would that holds it. */
export function panBy(viewport: Viewport, by: Point, shape: GridShape, plot: Size): Viewport {
  const left = viewport.left - by.x / viewport.cellWidth
  const top = viewport.top - by.y / viewport.cellHeight
  return clampViewport({ ...viewport, left, top }, shape, plot)
}

/** Moves as little as needed for a cell to be seen whole. */
export function reveal(viewport: Viewport, cell: Cell, shape: GridShape, plot: Size): Viewport {
  const nColumns = plot.width / viewport.cellWidth
  const nRows = plot.height / viewport.cellHeight
  const left = Math.min(cell.column, Math.max(viewport.left, cell.column + 1 - nColumns))
  const top = Math.min(cell.row, Math.max(viewport.top, cell.row + 1 - nRows))
  return clampViewport({ ...viewport, left, top }, shape, plot)
}

/** The cell at a point of the plot; null beside the matrix. */
export function cellAt(viewport: Viewport, at: Point, shape: GridShape, plot: Size): Cell | null {
  if (at.x < 0 || at.y < 0 || at.x >= plot.width || at.y >= plot.height) return null
  const column = Math.floor(viewport.left + at.x / viewport.cellWidth)
  const row = Math.floor(viewport.top + at.y / viewport.cellHeight)
  return row < shape.rows && column < shape.columns ? { row, column } : null
}

/** How much of the plot the matrix covers: less than all of it where it ends. */
export function coveredSize(viewport: Viewport, shape: GridShape, plot: Size): Size {
  return {
    width: Math.min(plot.width, (shape.columns - viewport.left) * viewport.cellWidth),
    height: Math.min(plot.height, (shape.rows - viewport.top) * viewport.cellHeight)
  }
}

/** First and end of the rows and columns that are at least partly seen. */
export function visibleCells(
  viewport: Viewport,
  shape: GridShape,
  plot: Size
): { rows: readonly [number, number]; columns: readonly [number, number] } {
  return {
    rows: [
      Math.floor(viewport.top),
      Math.min(shape.rows, Math.ceil(viewport.top + plot.height / viewport.cellHeight))
    ],
    columns: [
      Math.floor(viewport.left),
      Math.min(shape.columns, Math.ceil(viewport.left + plot.width / viewport.cellWidth))
    ]
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), Math.max(low, high))
}

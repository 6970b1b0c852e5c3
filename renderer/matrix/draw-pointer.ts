import type { PageColors } from '../color/page-colors.ts'
import type { MatrixLayout } from './matrix-layout.ts'
import { coveredSize, type Cell, type GridShape, type Viewport } from './viewport.ts'

export interface PointerMarks {
  readonly hover: Cell | null
  /** Drawn only while the grid has the keyboard. */
  readonly focus: Cell | null
  readonly selectedColumn: number | null
  /** A cell that was chosen by itself. */
  readonly chosen: Cell | null
}

/** What moves over a matrix without changing it: crosshair, focus and chosen column. Own canvas. */
export function drawPointer(
  context: CanvasRenderingContext2D,
  { hover, focus, selectedColumn, chosen }: PointerMarks,
  { left, top, plot, barWidth }: MatrixLayout,
  viewport: Viewport,
  shape: GridShape,
  colors: PageColors
): void {
  const covered = coveredSize(viewport, shape, plot)
  const xOf = (column: number): number => left + (column - viewport.left) * viewport.cellWidth
  const yOf = (row: number): number => top + (row - viewport.top) * viewport.cellHeight
  const { cellWidth, cellHeight } = viewport
  context.save()
  context.beginPath()
  context.rect(0, 0, left + plot.width + barWidth, top + plot.height)
  context.clip()
  if (hover) {
    const x = xOf(hover.column)
    const y = yOf(hover.row)
    context.fillStyle = colors.text
    context.globalAlpha = 0.1
    if (y + cellHeight > top) context.fillRect(0, Math.max(top, y), left, cellHeight)
    if (x + cellWidth > left) context.fillRect(Math.max(left, x), 0, cellWidth, top)
    context.globalAlpha = 0.55
    hairlines(context, [y, y + cellHeight], top, (at) => [left, at, covered.width, 1])
    hairlines(context, [x, x + cellWidth], left, (at) => [at, top, 1, covered.height])
    context.globalAlpha = 1
  }
  if (selectedColumn !== null) {
    const x = xOf(selectedColumn)
    if (x + cellWidth > left) {
      context.strokeStyle = colors.text
      context.lineWidth = 1
      context.strokeRect(x - 0.5, top - 0.5, cellWidth + 1, covered.height + 2)
      context.fillStyle = colors.text
      context.fillRect(x, top - 4, cellWidth, 3)
    }
  }
  for (const cell of [chosen, focus]) {
    if (!cell) continue
    const x = xOf(cell.column)
    const y = yOf(cell.row)
    const width = Math.max(cellWidth, 4)
    const height = Math.max(cellHeight, 4)
    context.lineWidth = 4
    context.strokeStyle = colors.page
    context.strokeRect(x, y, width, height)
    context.lineWidth = 2
    context.strokeStyle = colors.text
    context.strokeRect(x, y, width, height)
  }
  context.restore()
}

function hairlines(
  context: CanvasRenderingContext2D,
  positions: readonly number[],
  from: number,
  box: (at: number) => [number, number, number, number]
): void {
  for (const at of positions) if (at >= from) context.fillRect(...box(Math.round(at)))
}

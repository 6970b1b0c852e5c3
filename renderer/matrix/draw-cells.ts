import { colorOf } from '../color/color-scale.ts'
import { inkOn } from '../color/contrast.ts'
import { toHex } from '../color/rgb.ts'
import type { PageColors } from '../color/page-colors.ts'
import type { MatrixLayout } from './matrix-layout.ts'
import { cellText, faintShare, muting, type MatrixPicture } from './matrix-picture.ts'
import { visibleCells, type Viewport } from './viewport.ts'

/** From this size on, cells are told apart by hairlines, */
const smallestRuled = 7
/** and from this on they carry their value. */
const smallestWritten = { width: 26, height: 13 }

/** Cells, lines and values, in the plot's own coordinates; the caller clips and translates. */
export function drawCells(
  context: CanvasRenderingContext2D,
  picture: MatrixPicture,
  image: CanvasImageSource,
  { plot }: MatrixLayout,
  viewport: Viewport,
  colors: PageColors
): void {
  const shape = { rows: picture.rows.length, columns: picture.columns.length }
  const { left, top, cellWidth, cellHeight } = viewport
  const columns = Math.min(shape.columns - left, plot.width / cellWidth)
  const rows = Math.min(shape.rows - top, plot.height / cellHeight)
  if (columns <= 0 || rows <= 0) return
  // Below a pixel a cell, smoothing averages; without it most cells would never be drawn.
  const ratio = window.devicePixelRatio
  context.imageSmoothingEnabled = cellWidth * ratio < 1 || cellHeight * ratio < 1
  context.drawImage(image, left, top, columns, rows, 0, 0, columns * cellWidth, rows * cellHeight)
  if (picture.muted) muteCells(context, picture, picture.muted, viewport, plot, colors)
  if (cellWidth >= smallestRuled && cellHeight >= smallestRuled) {
    ruleCells(context, picture, viewport, plot, colors.page)
  }
  if (cellWidth >= smallestWritten.width && cellHeight >= smallestWritten.height) {
    writeValues(context, picture, viewport, plot, colors.mono)
  }
}

/** Over the colours: the page where a value is not to be read, with a grey square where there is one. */
function muteCells(
  context: CanvasRenderingContext2D,
  { rows, columns }: MatrixPicture,
  muted: ArrayLike<number>,
  viewport: Viewport,
  plot: { width: number; height: number },
  colors: PageColors
): void {
  const shape = { rows: rows.length, columns: columns.length }
  const seen = visibleCells(viewport, shape, plot)
  const { cellWidth, cellHeight } = viewport
  const side = Math.max(2, Math.min(cellWidth, cellHeight) * faintShare)
  for (let row = seen.rows[0]; row < seen.rows[1]; row++) {
    for (let column = seen.columns[0]; column < seen.columns[1]; column++) {
      const how = muted[row * shape.columns + column]!
      if (how === muting.none) continue
      const x = (column - viewport.left) * cellWidth
      const y = (row - viewport.top) * cellHeight
      // To whole pixels: two neighbours that each cover half of one would leave a seam.
      const [left, top] = [snap(x), snap(y)]
      context.fillStyle = colors.page
      context.fillRect(left, top, snap(x + cellWidth) - left, snap(y + cellHeight) - top)
      if (how === muting.missing) continue
      context.fillStyle = colors.line
      context.fillRect(x + (cellWidth - side) / 2, y + (cellHeight - side) / 2, side, side)
    }
  }
}

function ruleCells(
  context: CanvasRenderingContext2D,
  { rows, columns }: MatrixPicture,
  viewport: Viewport,
  plot: { width: number; height: number },
  color: string
): void {
  const shape = { rows: rows.length, columns: columns.length }
  const seen = visibleCells(viewport, shape, plot)
  const right = (seen.columns[1] - viewport.left) * viewport.cellWidth
  const bottom = (seen.rows[1] - viewport.top) * viewport.cellHeight
  context.fillStyle = color
  for (let column = seen.columns[0] + 1; column <= seen.columns[1]; column++) {
    context.fillRect(snap((column - viewport.left) * viewport.cellWidth), 0, 1, bottom)
  }
  for (let row = seen.rows[0] + 1; row <= seen.rows[1]; row++) {
    context.fillRect(0, snap((row - viewport.top) * viewport.cellHeight), right, 1)
  }
}

function writeValues(
  context: CanvasRenderingContext2D,
  { rows, columns, values, scale, muted }: MatrixPicture,
  viewport: Viewport,
  plot: { width: number; height: number },
  mono: string
): void {
  const shape = { rows: rows.length, columns: columns.length }
  const seen = visibleCells(viewport, shape, plot)
  context.font = `10px ${mono}`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  for (let row = seen.rows[0]; row < seen.rows[1]; row++) {
    for (let column = seen.columns[0]; column < seen.columns[1]; column++) {
      if (muted && muted[row * shape.columns + column] !== muting.none) continue
      const value = values[row * shape.columns + column]!
      const text = cellText(value, scale)
      if (text === '') continue
      context.fillStyle = toHex(inkOn(colorOf(scale, value)))
      const x = (column + 0.5 - viewport.left) * viewport.cellWidth
      const y = (row + 0.5 - viewport.top) * viewport.cellHeight
      context.fillText(text, x, y + 0.5, viewport.cellWidth - 3)
    }
  }
}

/** To the start of a device pixel, so that hairlines are sharp. */
export function snap(position: number): number {
  const ratio = window.devicePixelRatio
  return Math.round(position * ratio) / ratio
}

import type { PageColors } from '../color/page-colors.ts'
import { snap } from './draw-cells.ts'
import { labelStep, type MatrixLayout } from './matrix-layout.ts'
import type { AxisLabel, MatrixPicture } from './matrix-picture.ts'
import { coveredSize, visibleCells, type Viewport } from './viewport.ts'

/** Labels need this much room along their axis; where cells are smaller, every n-th is written. */
const labelPitch = 12
const uprightPitch = 18
const overhang = 5

/** Labels of both axes and the bars at the right edge, in the element's coordinates. */
export function drawLabels(
  context: CanvasRenderingContext2D,
  picture: MatrixPicture,
  layout: MatrixLayout,
  viewport: Viewport,
  colors: PageColors,
  selectedColumn: number | null
): void {
  const { left, top, plot, isUpright } = layout
  const shape = { rows: picture.rows.length, columns: picture.columns.length }
  const seen = visibleCells(viewport, shape, plot)
  const size = Math.max(9, Math.min(11, viewport.cellHeight - 0.5))
  const rowStep = labelStep(viewport.cellHeight, viewport.cellHeight >= 9 ? 9 : labelPitch)
  const columnStep = labelStep(viewport.cellWidth, isUpright ? uprightPitch : labelPitch)

  // Half a label may stand out over the first and last cell.
  clipped(context, 0, top - overhang, left, plot.height + 2 * overhang, () => {
    context.textAlign = 'right'
    context.textBaseline = 'middle'
    for (let row = ceilTo(seen.rows[0], rowStep); row < seen.rows[1]; row += rowStep) {
      const y = top + (row + 0.5 - viewport.top) * viewport.cellHeight
      write(context, picture.rows[row]!, left - 8, y, left - 14, size, colors)
    }
  })
  clipped(context, 0, top, left, plot.height, () =>
    markInstruction(context, picture.rows, seen.rows, viewport, layout, colors)
  )
  clipped(context, left - overhang, 0, plot.width + 2 * overhang, top, () => {
    context.textAlign = isUpright ? 'center' : 'left'
    context.textBaseline = 'middle'
    const first = ceilTo(seen.columns[0], columnStep)
    for (let column = first; column < seen.columns[1]; column += columnStep) {
      const x = left + (column + 0.5 - viewport.left) * viewport.cellWidth
      context.save()
      context.translate(x, isUpright ? top - 9 : top - 5)
      if (!isUpright) context.rotate(-Math.PI / 2)
      const room = top - (column === selectedColumn ? 14 : 6)
      write(context, picture.columns[column]!, 0, 0, room, 11, colors)
      context.restore()
    }
  })
  if (layout.barWidth > 0 && picture.rowBars) drawBars(context, picture, layout, viewport, colors)
}

/** A stroke beside the rows of the instruction: seen at any zoom, also where labels are left out. */
function markInstruction(
  context: CanvasRenderingContext2D,
  rows: readonly AxisLabel[],
  seen: readonly [number, number],
  viewport: Viewport,
  { left, top }: MatrixLayout,
  colors: PageColors
): void {
  context.fillStyle = colors.text
  for (let row = seen[0]; row < seen[1]; row++) {
    if (!rows[row]!.isInstruction) continue
    const y = top + (row - viewport.top) * viewport.cellHeight
    context.fillRect(left - 5, y, 2, viewport.cellHeight)
  }
}

function drawBars(
  context: CanvasRenderingContext2D,
  { rows, columns, rowBars, barColor }: MatrixPicture,
  { left, top, plot, barWidth }: MatrixLayout,
  viewport: Viewport,
  colors: PageColors
): void {
  const covered = coveredSize(viewport, { rows: rows.length, columns: columns.length }, plot)
  const x = snap(left + covered.width + 4)
  const longest = barWidth - 5
  const { cellHeight } = viewport
  context.fillStyle = colors.line
  context.fillRect(x, top, 1 / window.devicePixelRatio, covered.height)
  context.fillStyle = barColor
  clipped(context, x, top, barWidth, covered.height, () => {
    // Rows thinner than a pixel share one: the longest of them is drawn.
    const rowsPerBar = Math.max(1, Math.ceil(1 / (cellHeight * window.devicePixelRatio)))
    const inset = cellHeight >= 6 ? 1 : 0
    const end = Math.min(rows.length, Math.ceil(viewport.top + covered.height / cellHeight))
    const first = Math.floor(viewport.top / rowsPerBar) * rowsPerBar
    for (let row = first; row < end; row += rowsPerBar) {
      let value = 0
      for (let i = row; i < Math.min(row + rowsPerBar, rows.length); i++) {
        value = Math.max(value, rowBars?.[i] ?? 0)
      }
      const y = snap(top + (row - viewport.top) * cellHeight)
      const bottom = snap(top + (row + rowsPerBar - viewport.top) * cellHeight)
      context.fillRect(
        x,
        y + inset,
        value * longest,
        Math.max(1 / window.devicePixelRatio, bottom - y - 2 * inset)
      )
    }
  })
}

function write(
  context: CanvasRenderingContext2D,
  label: AxisLabel,
  x: number,
  y: number,
  room: number,
  size: number,
  colors: PageColors
): void {
  context.font = `${size}px ${colors.mono}`
  context.fillStyle = label.isSpecial ? colors.quiet : colors.text
  context.fillText(shorten(label.text, room, size), x, y)
}

/** Cuts in the middle: a token's beginning and end both tell it. */
export function shorten(text: string, room: number, size: number): string {
  const fits = Math.max(2, Math.floor(room / (size * 0.61)))
  const characters = [...text]
  if (characters.length <= fits) return text
  const head = Math.ceil((fits - 1) / 2)
  return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - (fits - 1 - head)).join('')}`
}

function clipped(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  draw: () => void
): void {
  context.save()
  context.beginPath()
  context.rect(x, y, width, height)
  context.clip()
  draw()
  context.restore()
}

function ceilTo(value: number, step: number): number {
  return Math.ceil(value / step) * step
}

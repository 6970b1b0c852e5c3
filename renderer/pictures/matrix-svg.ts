import { colorOf } from '../color/color-scale.ts'
import { inkOn } from '../color/contrast.ts'
import { toHex } from '../color/rgb.ts'
import { shorten } from '../matrix/draw-labels.ts'
import { labelStep } from '../matrix/matrix-layout.ts'
import {
  cellText,
  faintShare,
  muting,
  type AxisLabel,
  type MatrixPicture
} from '../matrix/matrix-picture.ts'
import { paper } from './paper.ts'
import { element, textElement } from './svg-text.ts'

export interface MatrixSvg {
  readonly width: number
  readonly height: number
  readonly content: string
}

/** From this many cells on, an SVG carries them as an image. */
export const mostRectangles = 40_000

const gutterLimits = { smallest: 28, largest: 120 }
const barWidth = 36

/** A cell's size in the exported picture: readable where there are few, never below two pixels. */
function cellSize(rows: number, columns: number): { width: number; height: number } {
  return {
    width: Math.max(2, Math.min(28, 720 / Math.max(1, columns))),
    height: Math.max(2, Math.min(16, 960 / Math.max(1, rows)))
  }
}

/**
 * A matrix with labels and bars as SVG content, its top left corner at 0, 0.
 *
 * @param cellImage  data URL of one pixel a cell, used instead of rectangles where there are many
 */
export function matrixSvg(picture: MatrixPicture, cellImage: string | null): MatrixSvg {
  const { rows, columns, rowBars } = picture
  const cell = cellSize(rows.length, columns.length)
  const gutter = { left: gutterFor(rows), top: gutterFor(columns) }
  const plot = { width: columns.length * cell.width, height: rows.length * cell.height }
  const cells =
    cellImage === null
      ? cellRectangles(picture, cell)
      : element('image', {
          href: cellImage,
          ...plot,
          preserveAspectRatio: 'none',
          'image-rendering': 'pixelated'
        })
  const content = [
    element(
      'g',
      { transform: `translate(${gutter.left} ${gutter.top})` },
      [
        cells,
        picture.muted ? mutedCells(picture, picture.muted, cell) : '',
        cell.width >= 7 && cell.height >= 7 ? gridLines(rows.length, columns.length, cell) : '',
        cell.width >= 20 && cell.height >= 12 ? cellTexts(picture, cell) : '',
        element('rect', { ...plot, fill: 'none', stroke: paper.line })
      ].join('')
    ),
    rowLabels(rows, cell.height, gutter),
    columnLabels(columns, cell.width, gutter),
    rowBars ? bars(picture, gutter.left + plot.width + 6, gutter.top, cell.height) : ''
  ]
  return {
    width: gutter.left + plot.width + (rowBars ? barWidth + 6 : 0),
    height: gutter.top + plot.height,
    content: content.join('')
  }
}

interface Gutter {
  readonly left: number
  readonly top: number
}

/** Room for the longest label of an axis at 10 px. */
function gutterFor(labels: readonly AxisLabel[]): number {
  const longest = labels.reduce((most, { text }) => Math.max(most, [...text].length), 0)
  return Math.min(gutterLimits.largest, Math.max(gutterLimits.smallest, longest * 6.2 + 14))
}

interface CellBox {
  readonly width: number
  readonly height: number
}

/** Neighbours of one colour in a row become one rectangle. */
function cellRectangles(
  { rows, columns, values, scale }: MatrixPicture,
  { width, height }: CellBox
): string {
  const empty = toHex(colorOf(scale, 0))
  const parts = [
    element('rect', { width: columns.length * width, height: rows.length * height, fill: empty })
  ]
  for (let row = 0; row < rows.length; row++) {
    for (let column = 0; column < columns.length;) {
      const color = toHex(colorOf(scale, values[row * columns.length + column]!))
      let end = column + 1
      while (
        end < columns.length &&
        toHex(colorOf(scale, values[row * columns.length + end]!)) === color
      ) {
        end++
      }
      if (color !== empty) {
        const box = { x: column * width, y: row * height, width: (end - column) * width, height }
        parts.push(element('rect', { ...box, fill: color }))
      }
      column = end
    }
  }
  return element('g', { 'shape-rendering': 'crispEdges' }, parts.join(''))
}

function mutedCells(
  { rows, columns }: MatrixPicture,
  muted: ArrayLike<number>,
  { width, height }: CellBox
): string {
  const side = Math.max(1, Math.min(width, height) * faintShare)
  const parts: string[] = []
  for (let i = 0; i < rows.length * columns.length; i++) {
    if (muted[i] === muting.none) continue
    const [x, y] = [(i % columns.length) * width, Math.floor(i / columns.length) * height]
    parts.push(element('rect', { x, y, width, height, fill: paper.page }))
    if (muted[i] === muting.missing) continue
    const box = { x: x + (width - side) / 2, y: y + (height - side) / 2, width: side, height: side }
    parts.push(element('rect', { ...box, fill: paper.line }))
  }
  return element('g', { 'shape-rendering': 'crispEdges' }, parts.join('') || ' ')
}

function gridLines(rows: number, columns: number, { width, height }: CellBox): string {
  const lines: string[] = []
  for (let row = 1; row < rows; row++) lines.push(`M0 ${row * height}h${columns * width}`)
  for (let column = 1; column < columns; column++) {
    lines.push(`M${Math.round(column * width * 100) / 100} 0v${rows * height}`)
  }
  return element('path', { d: lines.join(''), stroke: paper.page, fill: 'none' })
}

function cellTexts(
  { rows, columns, values, scale, muted }: MatrixPicture,
  { width, height }: CellBox
): string {
  const parts: string[] = []
  for (let row = 0; row < rows.length; row++) {
    for (let column = 0; column < columns.length; column++) {
      if (muted && muted[row * columns.length + column] !== muting.none) continue
      const value = values[row * columns.length + column]!
      const text = cellText(value, scale)
      if (text === '' || text.length * 5.5 > width) continue
      const place = { x: (column + 0.5) * width, y: (row + 0.5) * height + 3 }
      parts.push(textElement({ ...place, fill: toHex(inkOn(colorOf(scale, value))) }, text))
    }
  }
  return element('g', { 'font-size': 9, 'text-anchor': 'middle' }, parts.join('') || ' ')
}

function rowLabels(rows: readonly AxisLabel[], height: number, gutter: Gutter): string {
  const step = labelStep(height, 10)
  return rows
    .map((label, row) => {
      const y = gutter.top + row * height
      const mark = label.isInstruction
        ? element('rect', { x: gutter.left - 5, y, width: 2, height, fill: paper.text })
        : ''
      if (row % step !== 0) return mark
      const text = shorten(label.text, gutter.left - 12, 10)
      return (
        mark +
        textElement(
          {
            x: gutter.left - 8,
            y: y + height / 2 + 3.5,
            'text-anchor': 'end',
            fill: label.isSpecial ? paper.quiet : paper.text
          },
          text
        )
      )
    })
    .join('')
}

function columnLabels(columns: readonly AxisLabel[], width: number, gutter: Gutter): string {
  const step = labelStep(width, 11)
  return columns
    .map((label, column) => {
      if (column % step !== 0) return ''
      const x = gutter.left + (column + 0.5) * width + 3.5
      const y = gutter.top - 5
      return textElement(
        {
          transform: `translate(${Math.round(x * 100) / 100} ${y}) rotate(-90)`,
          fill: label.isSpecial ? paper.quiet : paper.text
        },
        shorten(label.text, gutter.top - 8, 10)
      )
    })
    .join('')
}

function bars(
  { rows, rowBars, barColor }: MatrixPicture,
  x: number,
  top: number,
  height: number
): string {
  const inset = height >= 6 ? 1 : 0
  const lengths = rows.map((_, row) => (rowBars?.[row] ?? 0) * barWidth)
  return (
    textElement({ x, y: top - 5, fill: paper.quiet }, 'density') +
    element('path', {
      d: `M${x} ${top}v${rows.length * height}`,
      stroke: paper.line,
      fill: 'none'
    }) +
    lengths
      .map((width, row) =>
        width > 0
          ? element('rect', {
              x,
              y: top + row * height + inset,
              width,
              height: height - 2 * inset,
              fill: barColor
            })
          : ''
      )
      .join('')
  )
}

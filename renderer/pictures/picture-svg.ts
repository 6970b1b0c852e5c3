import { colorOf, type ColorScale } from '../color/color-scale.ts'
import { legendSteps } from '../color/legend-steps.ts'
import { toHex } from '../color/rgb.ts'
import type { MatrixPicture } from '../matrix/matrix-picture.ts'
import { matrixSvg, mostRectangles } from './matrix-svg.ts'
import { paper } from './paper.ts'
import { svgDocument, wrapLines, type PictureSvg } from './svg-document.ts'
import { element, textElement } from './svg-text.ts'

export interface PicturePanel {
  /** `base  sample-base  score 0.503` */
  readonly heading: string
  readonly color: string
  /** Why the map should not be read, if so. */
  readonly warnings: readonly string[]
  readonly matrix: MatrixPicture
  /** Data URL with one pixel a cell; needed where the matrix has many cells. */
  readonly cellImage: string | null
}

/** A view as it leaves the program: it must tell by itself what is seen and how it was made. */
export interface Picture {
  readonly title: string
  readonly subtitle: readonly string[]
  readonly panels: readonly PicturePanel[]
  readonly scale: ColorScale
  readonly legendNote: string
  /** One line each. */
  readonly parameters: readonly string[]
}

const margin = 24
const gap = 32
const lineHeight = 16

/** The whole picture as a file. */
export function pictureSvg(picture: Picture): PictureSvg {
  const panels = picture.panels.map(({ matrix, cellImage }) =>
    matrixSvg(
      matrix,
      matrix.rows.length * matrix.columns.length > mostRectangles ? cellImage : null
    )
  )
  const inner = Math.max(
    560,
    panels.reduce((sum, { width }) => sum + width + gap, -gap)
  )
  const parts: string[] = []
  let y = margin + 14
  const line = (text: string, attributes: Record<string, string | number>): void => {
    for (const piece of wrapLines(text, inner)) {
      parts.push(textElement({ x: margin, y, ...attributes }, piece))
      y += lineHeight
    }
  }
  line(picture.title, { 'font-size': 15, 'font-weight': 600, fill: paper.text })
  y += 2
  for (const text of picture.subtitle) line(text, { fill: paper.quiet })
  y += 8

  const warnings = picture.panels.map(({ warnings }, i) =>
    warnings.flatMap((text) => wrapLines(text, panels[i]!.width))
  )
  const head = 20 + Math.max(0, ...warnings.map((lines) => lines.length)) * 14
  let x = margin
  picture.panels.forEach((panel, i) => {
    const heading = [
      element('rect', { x, y: y - 9, width: 9, height: 9, fill: panel.color }),
      textElement({ x: x + 15, y, 'font-weight': 600, fill: paper.text }, panel.heading),
      ...warnings[i]!.map((text, row) =>
        textElement({ x, y: y + 16 + row * 14, fill: '#a11f18' }, text)
      )
    ]
    const body = element(
      'g',
      {
        transform: `translate(${x} ${y + head})`,
        'font-family': paper.mono,
        'font-size': 10
      },
      panels[i]!.content || ' '
    )
    parts.push(...heading, body)
    x += panels[i]!.width + gap
  })
  y += head + Math.max(0, ...panels.map(({ height }) => height)) + 24

  parts.push(legend(picture.scale, picture.legendNote, y))
  y += 24
  for (const text of picture.parameters) line(text, { fill: paper.quiet, 'font-size': 10 })
  const width = Math.ceil(inner + 2 * margin)
  const height = Math.ceil(y + margin - lineHeight + 8)
  return svgDocument(width, height, picture.title, parts.join(''))
}

function legend(scale: ColorScale, note: string, y: number): string {
  const { values, lowest, highest } = legendSteps(scale)
  const step = values.length > 20 ? 7 : 14
  const start = margin + lowest.length * 7 + 6
  const swatches = values.map((value, i) =>
    element('rect', {
      x: start + i * step,
      y: y - 9,
      width: step,
      height: 11,
      fill: toHex(colorOf(scale, value))
    })
  )
  const end = start + values.length * step
  return [
    textElement({ x: margin, y, fill: paper.text }, lowest),
    ...swatches,
    element('rect', {
      x: start,
      y: y - 9,
      width: end - start,
      height: 11,
      fill: 'none',
      stroke: paper.line
    }),
    textElement({ x: end + 6, y, fill: paper.text }, highest),
    textElement(
      { x: end + 16 + highest.length * 7, y, fill: paper.quiet },
      note === '' ? scale.unit : `${scale.unit} · ${note}`
    )
  ].join('')
}

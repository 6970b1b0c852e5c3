import type { EChartsCoreOption } from 'echarts/core'
import { chartSvg } from './chart-svg.ts'
import { paper } from './paper.ts'
import { svgDocument, wrapLines, type PictureSvg } from './svg-document.ts'
import { element, textElement } from './svg-text.ts'

export interface ChartPanel {
  readonly title: string
  readonly unit: string
  /** In the colours of paper. */
  readonly option: EChartsCoreOption
}

/** Charts as they leave the program, with all that says what they are of. */
export interface ChartsPicture {
  readonly title: string
  readonly subtitle: readonly string[]
  readonly panels: readonly ChartPanel[]
  /** One line each. */
  readonly parameters: readonly string[]
}

const margin = 24
const gap = 28
const lineHeight = 16
const headHeight = 22
/** A chart alone, and one among others. */
const sizes = { alone: { width: 640, height: 320 }, many: { width: 380, height: 200 } }

/** At most three charts side by side. */
export function chartsPictureSvg(picture: ChartsPicture): PictureSvg {
  const size = picture.panels.length === 1 ? sizes.alone : sizes.many
  const nColumns = Math.min(3, picture.panels.length)
  const inner = nColumns * size.width + (nColumns - 1) * gap
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
  picture.panels.forEach(({ title, unit, option }, i) => {
    const column = i % nColumns
    const x = margin + column * (size.width + gap)
    const head = [
      textElement({ x, y: y + 10, 'font-weight': 600, fill: paper.text }, title),
      ...wrapLines(unit, size.width - title.length * 7)
        .slice(0, 1)
        .map((text) =>
          textElement({ x: x + title.length * 6.6 + 10, y: y + 10, fill: paper.quiet }, text)
        )
    ]
    const chart = element(
      'g',
      { transform: `translate(${x} ${y + headHeight})` },
      chartSvg(option, size.width, size.height)
    )
    parts.push(...head, chart)
    const isRowEnd = column === nColumns - 1 || i === picture.panels.length - 1
    if (isRowEnd) y += headHeight + size.height + gap
  })
  for (const text of picture.parameters) line(text, { fill: paper.quiet, 'font-size': 10 })
  const width = Math.ceil(inner + 2 * margin)
  const height = Math.ceil(y + margin - lineHeight + 8)
  return svgDocument(width, height, picture.title, parts.join(''))
}

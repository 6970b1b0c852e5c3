import { paper } from './paper.ts'
import { element } from './svg-text.ts'

export interface PictureSvg {
  readonly width: number
  readonly height: number
  readonly svg: string
}

/** Characters of the 11 px text that fit in a pixel. */
const charactersPerPixel = 1 / 5.6

/** Text cut into lines of at most `width` pixels at 11 px. */
export function wrapLines(text: string, width: number): string[] {
  const most = Math.max(20, Math.floor(width * charactersPerPixel))
  const lines = ['']
  for (const word of text.split(' ')) {
    const last = lines.at(-1)!
    if (last === '') lines[lines.length - 1] = word
    else if (last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

/** A picture as a file of its own. */
export function svgDocument(
  width: number,
  height: number,
  title: string,
  content: string
): PictureSvg {
  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      'font-family': paper.sans,
      'font-size': 11,
      role: 'img',
      'aria-label': title
    },
    element('rect', { width, height, fill: paper.page }) + content
  )
  return { width, height, svg }
}

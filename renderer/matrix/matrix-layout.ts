import type { MatrixPicture } from './matrix-picture.ts'
import type { Size } from './viewport.ts'

/** Where the parts of a matrix lie in its element, in CSS pixels. */
export interface MatrixLayout {
  readonly left: number
  readonly top: number
  /** Size of the cells' window. */
  readonly plot: Size
  /** Width of the bars at the right edge; 0 for none. */
  readonly barWidth: number
  /** Column labels are so short, such as numbers, that they need not be turned. */
  readonly isUpright: boolean
}

/** Advance of one character of the 11 px monospace, close enough to lay out by. */
const characterWidth = 6.7
const rowGutter = { smallest: 48, largest: 132, padding: 16 }
const columnGutter = { smallest: 36, largest: 84, padding: 10 }
const barWidth = 28
const longestUpright = 2
const uprightGutter = 20

export function layoutMatrix(
  { rows, columns, rowBars }: Pick<MatrixPicture, 'rows' | 'columns' | 'rowBars'>,
  { width, height }: Size
): MatrixLayout {
  const left = gutter(rows, rowGutter, width * 0.35)
  const isUpright = columns.every(({ text }) => text.length <= longestUpright)
  const top = isUpright ? uprightGutter : gutter(columns, columnGutter, height * 0.35)
  const bars = rowBars && width > 240 ? barWidth : 0
  return {
    left,
    top,
    plot: { width: Math.max(1, width - left - bars), height: Math.max(1, height - top) },
    barWidth: bars,
    isUpright
  }
}

function gutter(
  labels: readonly { readonly text: string }[],
  { smallest, largest, padding }: typeof rowGutter,
  available: number
): number {
  let longest = 0
  for (const { text } of labels) longest = Math.max(longest, text.length)
  const wanted = Math.max(smallest, Math.min(largest, longest * characterWidth + padding))
  return Math.round(Math.min(wanted, available))
}

/** Every how many cells a label fits when labels need `needed` pixels: 1, 2, 5, 10, 20, … */
export function labelStep(cellSize: number, needed: number): number {
  for (let power = 1; ; power *= 10) {
    for (const factor of [1, 2, 5]) {
      if (factor * power * cellSize >= needed) return factor * power
    }
  }
}

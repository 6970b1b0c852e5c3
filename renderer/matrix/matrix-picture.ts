import type { ColorScale } from '../color/color-scale.ts'

/** A row or column as it is labelled. */
export interface AxisLabel {
  /** Already made safe for display. */
  readonly text: string
  readonly isInstruction: boolean
  readonly isSpecial: boolean
}

/** Cells whose value is not to be read: a small grey square, or nothing where there is no value. */
export const muting = { none: 0, faint: 1, missing: 2 } as const

/** Side of the square of a faint cell, in the cell's own. */
export const faintShare = 0.34

/** Everything that a matrix draws; one object a state of the data, so that identity means "unchanged". */
export interface MatrixPicture {
  readonly rows: readonly AxisLabel[]
  readonly columns: readonly AxisLabel[]
  /** [rows × columns], row-major */
  readonly values: ArrayLike<number>
  readonly scale: ColorScale
  /** [rows × columns], a `Muting` each; left out, every cell counts. */
  readonly muted?: ArrayLike<number>
  /** [rows], 0 to 1, drawn as bars at the right edge; null for none. */
  readonly rowBars: ArrayLike<number> | null
  readonly barColor: string
}

/** A value in a cell: short, with a true minus. */
export function cellText(value: number, scale: ColorScale): string {
  if (scale.nLevels !== null) return value === 0 ? '' : String(value)
  if (value === 0) return '0'
  if (scale.isWhole) return value < 0 ? `−${-value}` : String(value)
  const magnitude = Math.abs(value)
  const text =
    magnitude >= 0.01 && magnitude < 100
      ? magnitude.toFixed(magnitude < 1 ? 2 : 1).replace(/^0\./, '.')
      : magnitude.toExponential(0).replace('e-', 'e−').replace('e+', 'e')
  return value < 0 ? `−${text}` : text
}

import type { ColorScale } from '../../color/color-scale.ts'
import { modelColor } from '../../color/palettes.ts'
import type { AxisLabel, MatrixPicture } from '../../matrix/matrix-picture.ts'
import type { ShownSide } from '../../state/attribution-display.svelte.ts'
import type { ShownUnit } from './shown-axes.ts'

/** What a map needs of a side. */
export type DrawnSide = Pick<ShownSide, 'axes' | 'values' | 'density'> & {
  readonly side: Pick<ShownSide['side'], 'role'>
}

/** A side's map as the canvas and the exports draw it. */
export function sidePicture(
  { side, axes, values, density }: DrawnSide,
  scale: ColorScale,
  barColor: string = modelColor[side.role]
): MatrixPicture {
  return {
    rows: axes.rows.map(axisLabel),
    columns: axes.columns.map(axisLabel),
    values,
    scale,
    rowBars: density,
    barColor
  }
}

/** The difference of both sides; labelled by the base model's units. */
export function differencePicture(
  { axes }: ShownSide,
  values: ArrayLike<number>,
  scale: ColorScale
): MatrixPicture {
  return {
    rows: axes.rows.map(axisLabel),
    columns: axes.columns.map(axisLabel),
    values,
    scale,
    rowBars: null,
    barColor: modelColor.base
  }
}

function axisLabel({ text, isInstruction, isSpecial }: ShownUnit): AxisLabel {
  return { text, isInstruction, isSpecial }
}

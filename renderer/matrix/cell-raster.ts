import { nPacked, packRamp, rampPosition, type ColorScale } from '../color/color-scale.ts'

/** One packed pixel a cell, row-major; scaled up by the canvas without smoothing. */
export type CellRaster = Uint32Array<ArrayBuffer>

/**
 * Colours of all cells.
 *
 * @param values  [rows × columns], row-major
 * @returns       as many packed pixels
 */
export function cellRaster(values: ArrayLike<number>, scale: ColorScale): CellRaster {
  const colors = packRamp(scale.ramp)
  const pixels = new Uint32Array(values.length)
  if (scale.nLevels !== null) {
    const levels = Uint32Array.from(
      { length: scale.nLevels + 1 },
      (_, level) => colors[Math.round(rampPosition(scale, level) * (nPacked - 1))]!
    )
    for (let i = 0; i < pixels.length; i++) pixels[i] = levels[values[i]!]!
    return pixels
  }
  // Written out instead of calling rampPosition: half a million cells must take a few milliseconds.
  const half = scale.kind === 'signed' ? (nPacked - 1) / 2 : 0
  const slope = (nPacked - 1 - half) / scale.limit
  for (let i = 0; i < pixels.length; i++) {
    const at = half + values[i]! * slope
    pixels[i] = colors[at <= 0 ? 0 : at >= nPacked - 1 ? nPacked - 1 : (at + 0.5) | 0]!
  }
  return pixels
}

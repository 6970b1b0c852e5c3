import type { ColorScale } from '../color/color-scale.ts'
import { cellRaster } from './cell-raster.ts'

/** A canvas with one pixel a cell, to be drawn larger. */
export function rasterImage(
  values: ArrayLike<number>,
  scale: ColorScale,
  nRows: number,
  nColumns: number
): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, nColumns)
  canvas.height = Math.max(1, nRows)
  if (nRows === 0 || nColumns === 0) return canvas
  const pixels = new Uint8ClampedArray(cellRaster(values, scale).buffer)
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, nColumns), 0, 0)
  return canvas
}

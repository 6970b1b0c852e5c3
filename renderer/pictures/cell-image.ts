import { cellRaster } from '../matrix/cell-raster.ts'
import type { MatrixPicture } from '../matrix/matrix-picture.ts'

/** One pixel a cell as a data URL, for matrices that are too large for rectangles. */
export function cellImage({ rows, columns, values, scale }: MatrixPicture): string {
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, columns.length)
  canvas.height = Math.max(1, rows.length)
  const pixels = new Uint8ClampedArray(cellRaster(values, scale).buffer)
  if (pixels.length > 0) {
    canvas.getContext('2d')?.putImageData(new ImageData(pixels, columns.length), 0, 0)
  }
  return canvas.toDataURL('image/png')
}

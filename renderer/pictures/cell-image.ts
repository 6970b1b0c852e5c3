import type { MatrixPicture } from '../matrix/matrix-picture.ts'
import { rasterImage } from '../matrix/raster-image.ts'

/** One pixel a cell as a data URL, for matrices that are too large for rectangles. */
export function cellImage({ rows, columns, values, scale }: MatrixPicture): string {
  return rasterImage(values, scale, rows.length, columns.length).toDataURL('image/png')
}

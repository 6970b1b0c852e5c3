import type { PictureSvg } from './svg-document.ts'

/** Canvases beyond it fail or come back empty. */
const largestSide = 8_192

/**
 * The same picture as PNG.
 *
 * @param scale  pixels of the PNG for a pixel of the SVG, less where that would be too large
 */
export async function svgToPng({ svg, width, height }: PictureSvg, scale = 2): Promise<Blob> {
  const fitting = Math.min(scale, largestSide / Math.max(width, height))
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  try {
    const image = new Image(width, height)
    image.src = address
    await image.decode()
    const canvas = new OffscreenCanvas(Math.round(width * fitting), Math.round(height * fitting))
    const context = canvas.getContext('2d')
    if (!context) throw new Error('the picture could not be drawn: no canvas')
    context.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await canvas.convertToBlob({ type: 'image/png' })
  } finally {
    URL.revokeObjectURL(address)
  }
}

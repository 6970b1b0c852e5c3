import type { Size } from './viewport.ts'

/** Clears a canvas and makes one unit of it a CSS pixel, at the full resolution of the screen. */
export function prepareCanvas(
  canvas: HTMLCanvasElement,
  { width, height }: Size
): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio
  const deviceWidth = Math.round(width * ratio)
  const deviceHeight = Math.round(height * ratio)
  if (canvas.width !== deviceWidth || canvas.height !== deviceHeight) {
    canvas.width = deviceWidth
    canvas.height = deviceHeight
    canvas.style.width = `${width}px`
    canvas.style.height = `${height}px`
  }
  const context = canvas.getContext('2d')
  context?.setTransform(ratio, 0, 0, ratio, 0, 0)
  context?.clearRect(0, 0, width, height)
  return context
}

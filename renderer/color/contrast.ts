import { toLinear, type Rgb } from './rgb.ts'

const black: Rgb = [0, 0, 0]
const white: Rgb = [255, 255, 255]

/** Relative luminance, 0 to 1 (WCAG 2.2). */
export function relativeLuminance([red, green, blue]: Rgb): number {
  return (
    0.2126 * toLinear(red / 255) + 0.7152 * toLinear(green / 255) + 0.0722 * toLinear(blue / 255)
  )
}

/** Contrast ratio, 1 to 21 (WCAG 2.2). */
export function contrast(a: Rgb, b: Rgb): number {
  const [low, high] = [relativeLuminance(a), relativeLuminance(b)].sort((x, y) => x - y)
  return (high! + 0.05) / (low! + 0.05)
}

/** Black or white, whichever reads better on the colour: never below 4.5 to 1. */
export function inkOn(color: Rgb): Rgb {
  return contrast(black, color) >= contrast(white, color) ? black : white
}

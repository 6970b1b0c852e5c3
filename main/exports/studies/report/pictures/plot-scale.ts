/** Linear axes of the report's pictures. */

export interface Axis {
  /** Pixels of a value. */
  readonly at: (value: number) => number
  /** Round values within it, ascending. */
  readonly ticks: readonly number[]
  readonly tickWords: (value: number) => string
}

/**
 * @param values  to be shown; without any the axis is 0 to 1
 * @param pixels  where the lowest and the highest lie
 */
export function linearAxis(
  values: readonly number[],
  pixels: readonly [number, number],
  { nTicks = 5, includesZero = false } = {}
): Axis {
  let [low, high] = values.length === 0 ? [0, 1] : [least(values), most(values)]
  if (includesZero) [low, high] = [Math.min(low, 0), Math.max(high, 0)]
  if (low === high) [low, high] = [low - 0.5, high + 0.5]
  const step = roundStep((high - low) / nTicks)
  const [first, last] = [Math.floor(low / step), Math.ceil(high / step)]
  const [from, to] = [first * step, last * step]
  const [start, end] = pixels
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9))
  return {
    at: (value) => start + ((value - from) / (to - from)) * (end - start),
    ticks: Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step),
    tickWords: (value) => {
      const text = Math.abs(value).toFixed(digits)
      return value < 0 && Number(text) !== 0 ? `−${text}` : text
    }
  }
}

/** 1, 2 or 5 times a power of ten, at least as large. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step))
  const factor = [1, 2, 5, 10].find((each) => each * power >= step * (1 - 1e-9))
  return (factor ?? 10) * power
}

// Loops: a spread of a hundred thousand values overflows the stack.
const least = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b), Infinity)
const most = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b), -Infinity)

/** Tenths of a pixel are as fine as any printer shows. */
export function px(value: number): string {
  return String(Math.round(value * 10) / 10)
}

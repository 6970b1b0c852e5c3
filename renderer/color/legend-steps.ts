import type { ColorScale } from './color-scale.ts'

export interface LegendSteps {
  /** A value for each swatch, ascending. */
  readonly values: readonly number[]
  readonly lowest: string
  readonly highest: string
}

/** Above it a swatch a level would be wider than the legend. */
const mostLevels = 20
/** Odd, so that a signed scale has a swatch for 0. */
const nSwatches = 21

/** Swatches of a scale and the words at its ends: a scale that was clipped says so. */
export function legendSteps(scale: ColorScale): LegendSteps {
  const { kind, limit, isClipped, nLevels } = scale
  const low = kind === 'signed' ? -limit : 0
  const count = nLevels !== null && nLevels <= mostLevels ? nLevels + 1 : nSwatches
  const values = Array.from({ length: count }, (_, i) => low + ((limit - low) * i) / (count - 1))
  const end = endWords(limit)
  return {
    values,
    lowest: low === 0 ? '0' : `${isClipped ? '≤ ' : ''}−${end}`,
    highest: `${isClipped ? '≥ ' : ''}${kind === 'signed' ? '+' : ''}${end}`
  }
}

function endWords(limit: number): string {
  if (limit >= 0.001 && limit < 10_000) return Number(limit.toPrecision(2)).toString()
  return limit.toExponential(1).replace('e-', 'e−').replace('e+', 'e')
}

/** Bars of two models beside each other for each prompt token: where they lie, in pixels. */
export interface DensityLayout {
  /** Width of one token's bars with the gap after them. */
  readonly pitch: number
  readonly barWidth: number
  readonly left: number
  readonly top: number
  readonly height: number
  /** The whole picture's width; wider than the pane where there are many tokens. */
  readonly width: number
  /** Every n-th token is labelled. */
  readonly labelStep: number
}

const smallestPitch = 5
const largestPitch = 36
const labelPitch = 12

export function layoutDensity(
  nUnits: number,
  nSides: number,
  pane: { readonly width: number; readonly height: number },
  labelHeight: number
): DensityLayout {
  const left = 24
  const top = 6
  const fitting = (pane.width - left - 4) / Math.max(1, nUnits)
  const pitch = Math.min(largestPitch, Math.max(smallestPitch, fitting))
  const gap = pitch >= 9 ? 3 : 1
  return {
    pitch,
    barWidth: Math.min(10, (pitch - gap) / Math.max(1, nSides)),
    left,
    top,
    height: Math.max(8, pane.height - top - labelHeight),
    width: Math.max(pane.width, left + pitch * nUnits + 4),
    labelStep: Math.max(1, Math.ceil(labelPitch / pitch))
  }
}

/** Where a floating panel goes beside an element without leaving the window. */

export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

const gap = 12
const margin = 8

/**
 * Right of the anchor, else left, else below, else above: the first side with room. An anchor that
 * fills the window gets the panel over its own lower right corner. All in CSS pixels.
 */
export function placeBeside(
  anchor: Box,
  panel: Size,
  view: Size
): { readonly left: number; readonly top: number } {
  const right = anchor.left + anchor.width
  const bottom = anchor.top + anchor.height
  const keep = (value: number, size: number, limit: number) =>
    Math.max(margin, Math.min(value, limit - size - margin))
  const top = keep(anchor.top, panel.height, view.height)
  const left = keep(anchor.left, panel.width, view.width)
  if (right + gap + panel.width + margin <= view.width) return { left: right + gap, top }
  if (anchor.left - gap - panel.width >= margin)
    return { left: anchor.left - gap - panel.width, top }
  if (bottom + gap + panel.height + margin <= view.height) return { left, top: bottom + gap }
  if (anchor.top - gap - panel.height >= margin)
    return { left, top: anchor.top - gap - panel.height }
  return {
    left: keep(right - panel.width - gap, panel.width, view.width),
    top: keep(bottom - panel.height - gap, panel.height, view.height)
  }
}

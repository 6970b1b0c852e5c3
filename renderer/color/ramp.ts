import { fromOklab, toOklab, type Oklab } from './oklab.ts'
import { parseHex, type Rgb } from './rgb.ts'

/** A colour for every position from 0 to 1. */
export type Ramp = (position: number) => Rgb

/** Straight lines through OKLab between colours that stand at equal distances. */
export function rampThrough(stops: readonly string[]): Ramp {
  const points = stops.map((stop) => toOklab(parseHex(stop)))
  const last = points.length - 1
  return (position) => {
    const at = Math.min(1, Math.max(0, position)) * last
    const from = Math.min(last - 1, Math.floor(at))
    return fromOklab(between(points[from]!, points[from + 1]!, at - from))
  }
}

function between(from: Oklab, to: Oklab, share: number): Oklab {
  return [
    from[0] + (to[0] - from[0]) * share,
    from[1] + (to[1] - from[1]) * share,
    from[2] + (to[2] - from[2]) * share
  ]
}

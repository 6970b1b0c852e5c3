import { schemePuOr, schemeRdBu } from 'd3-scale-chromatic'
import { rampThrough, type Ramp } from './ramp.ts'

export type Scheme = 'light' | 'dark'
export type DivergingName = 'RdBu' | 'PuOr'

/** The two colours that stand for the models, and for nothing else. */
export const modelColor = { base: '#3b6ea5', tuned: '#c8741a' } as const

/**
 * Signed data, −1 at 0 and +1 at 1, zero in the middle. RdBu has red for positive, PuOr orange.
 * On a dark page a white middle would make "nothing" the brightest thing, so the middle is dark there.
 */
export function divergingRamp(name: DivergingName, scheme: Scheme): Ramp {
  return diverging[scheme][name]
}

const diverging: Record<Scheme, Record<DivergingName, Ramp>> = {
  light: {
    RdBu: rampThrough(schemeRdBu[11]!.toReversed()),
    PuOr: rampThrough(schemePuOr[11]!)
  },
  dark: {
    RdBu: rampThrough([
      '#a9d3f5',
      '#5a9fd6',
      '#2f628f',
      '#1f2124',
      '#9a3a35',
      '#dd6f5d',
      '#f9c3b1'
    ]),
    PuOr: rampThrough(['#d5cdf0', '#9a8bcf', '#5f5292', '#1f2124', '#8f5a16', '#d78d2c', '#f9d3a0'])
  }
}

/** Unsigned data, 0 to 1: one hue, lightness even, nothing at the page's own colour. */
export function unsignedRamp(scheme: Scheme): Ramp {
  return unsigned[scheme]
}

const unsigned: Record<Scheme, Ramp> = {
  light: rampThrough(['#fafafa', '#dcd3e4', '#b7a5c9', '#8f76ab', '#684a89', '#432263']),
  dark: rampThrough(['#1f2124', '#3d3350', '#5d4a7c', '#8468a8', '#b192d0', '#e6d4f7'])
}

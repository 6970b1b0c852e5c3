import type { ColorScale } from '../../color/color-scale.ts'
import {
  divergingRamp,
  unsignedRamp,
  type DivergingName,
  type Scheme
} from '../../color/palettes.ts'
import { signedLimit } from '../../color/signed-limit.ts'
import type { MapMode } from './shown-map.ts'

/** Colours of a map; maps of both sides share one scale, so that equal colours mean equal values. */
export function mapScale(
  mode: MapMode,
  values: readonly ArrayLike<number>[],
  levels: number,
  unit: string,
  palette: DivergingName,
  scheme: Scheme
): ColorScale {
  switch (mode) {
    case 'salient':
      return {
        kind: 'unsigned',
        limit: levels,
        isClipped: false,
        nLevels: levels,
        unit: 'S',
        ramp: unsignedRamp(scheme)
      }
    case 'normalised':
      return signedScale(1, false, 'I / max |I| of the column', palette, scheme)
    case 'raw': {
      const { limit, isClipped } = signedLimit(values)
      return signedScale(limit, isClipped, unit, palette, scheme)
    }
  }
}

/** Tuned minus base, −1 to 1: positive where the tuned model looks more. */
export function differenceScale(palette: DivergingName, scheme: Scheme): ColorScale {
  return signedScale(1, false, 'tuned − base, each A / max A of its column', palette, scheme)
}

/** Density, 0 to 1. */
export function densityScale(scheme: Scheme): ColorScale {
  return {
    kind: 'unsigned',
    limit: 1,
    isClipped: false,
    nLevels: null,
    unit: 'density',
    ramp: unsignedRamp(scheme)
  }
}

function signedScale(
  limit: number,
  isClipped: boolean,
  unit: string,
  palette: DivergingName,
  scheme: Scheme
): ColorScale {
  return {
    kind: 'signed',
    limit,
    isClipped,
    nLevels: null,
    unit,
    ramp: divergingRamp(palette, scheme)
  }
}

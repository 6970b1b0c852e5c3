import type { ColorScale } from '../../color/color-scale.ts'
import { unsignedRamp, type Scheme } from '../../color/palettes.ts'
import type { WordHit } from '../../../preload/analysis/concepts/record.ts'
import { largestScore } from './word-hits.ts'

/** Colours of |score|, from 0 to the largest of the hits. */
export function hitScale(hits: readonly WordHit[], scheme: Scheme): ColorScale {
  return {
    kind: 'unsigned',
    limit: largestScore(hits) || 1,
    isClipped: false,
    nLevels: null,
    unit: '|score| of the best hit',
    ramp: unsignedRamp(scheme)
  }
}

/** How a layer's concepts moved from the pre-trained to the tuned model (method.md section 2, "Drift"). */
import type {
  ConceptsLayerDrift,
  ConceptsLayerSide
} from '../../../../preload/analysis/concepts/record.ts'
import { stopIfAborted } from '../../stop-if-aborted.ts'
import type { TimesTransposed } from '../top-words.ts'
import { matchRows } from './match-directions.ts'
import { dot } from './gram-schmidt.ts'
import { leadingDimensions, principalAngles } from './principal-angles.ts'
import { jaccard, rankBiasedOverlap } from './word-overlap.ts'

/** What the comparison needs of one model's concepts of a layer; the words are lines of one list. */
export interface DriftSide extends Pick<ConceptsLayerSide, 'eigenvalues' | 'topWords'> {
  /** [R, dModel], orthonormal rows, largest eigenvalue first */
  readonly directions: Float32Array
}

/**
 * Angles, matching and overlaps of one layer; null where the widths differ, since directions of
 * different spaces have no angle.
 *
 * @param threshold  a direction without a partner of at least this |cos| is lost or born
 * @throws AppError `job/cancelled`
 */
export async function layerDrift(
  base: DriftSide,
  tuned: DriftSide,
  threshold: number,
  timesTransposed: TimesTransposed,
  signal?: AbortSignal
): Promise<ConceptsLayerDrift | null> {
  const nBase = base.eigenvalues.length
  const nTuned = tuned.eigenvalues.length
  const dModel = base.directions.length / nBase
  if (dModel !== tuned.directions.length / nTuned) return null
  const all = await timesTransposed(base.directions, nBase, tuned.directions, nTuned, dModel)
  const cosines = all.map(Math.abs)
  await stopIfAborted(signal)
  const matched = matchRows(cosines, nBase, nTuned)
  await stopIfAborted(signal)
  const ks = leadingDimensions(Math.min(nBase, nTuned))
  return {
    angles: principalAngles(base.directions, tuned.directions, dModel, ks),
    matched,
    ...comparePairs(base, tuned, matched),
    ...findUnpartnered(cosines, nBase, nTuned, threshold)
  }
}

function comparePairs(base: DriftSide, tuned: DriftSide, matched: Int32Array) {
  const nBase = matched.length
  const cosines = new Float32Array(nBase)
  const jaccards = new Float32Array(nBase)
  const overlaps = new Float32Array(nBase)
  matched.forEach((partner, r) => {
    if (partner < 0) return
    cosines[r] = Math.min(1, Math.abs(cosineOf(directionOf(base, r), directionOf(tuned, partner))))
    const words = wordsOf(base, r)
    const others = wordsOf(tuned, partner)
    jaccards[r] = jaccard(words, others)
    overlaps[r] = rankBiasedOverlap(words, others)
  })
  return { cosines, jaccard: jaccards, rankBiasedOverlap: overlaps }
}

/** In float64 and by the lengths: a direction that did not move then has exactly no angle. */
function cosineOf(a: Float32Array, b: Float32Array): number {
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
}

function directionOf({ directions, eigenvalues }: DriftSide, r: number): Float32Array {
  const dModel = directions.length / eigenvalues.length
  return directions.subarray(r * dModel, (r + 1) * dModel)
}

function wordsOf({ topWords, eigenvalues }: DriftSide, r: number): Int32Array {
  const nKept = topWords.length / eigenvalues.length
  return topWords.subarray(r * nKept, (r + 1) * nKept)
}

/** By the best of all partners, taken or not: a direction that another one pushed aside is not lost. */
function findUnpartnered(
  cosines: Float32Array,
  nBase: number,
  nTuned: number,
  threshold: number
): Pick<ConceptsLayerDrift, 'isLost' | 'isBorn'> {
  const isLost = new Uint8Array(nBase).fill(1)
  const isBorn = new Uint8Array(nTuned).fill(1)
  for (let r = 0; r < nBase; r++) {
    for (let s = 0; s < nTuned; s++) {
      if (cosines[r * nTuned + s]! < threshold) continue
      isLost[r] = 0
      isBorn[s] = 0
    }
  }
  return { isLost, isBorn }
}

/** What the pictures over depth need of a layer's concepts: a few numbers from all of its arrays. */
import { mean } from '../../statistics/moments.ts'
import { binomialTail } from './binomial-tail.ts'
import { levelCode, taskCode } from './label-codes.ts'
import type {
  ConceptsDriftSummary,
  ConceptsLayer,
  ConceptsLayerDrift,
  ConceptsLayerSide,
  ConceptsLayerSummary,
  ConceptsSideSummary
} from './record.ts'

/** Of random directions stand below the chance line. */
const chanceQuantile = 0.95
const significance = 0.01
const nLeading = 10

export function summarizeLayer({ layer, sides, drift }: ConceptsLayer): ConceptsLayerSummary {
  return {
    layer,
    sides: sides.map(summarizeSide),
    drift: drift && summarizeDrift(drift)
  }
}

/**
 * One model's concepts of a layer, against chance.
 *
 * `isReadable`: one-sided binomial test at 1 % that more concepts stand above the chance line than the
 * 5 % of random directions that do. The line itself is an estimate: with the default 100 random
 * directions its true share above lies between about 2 and 10 %, which the test takes as 5 %. Concepts
 * of one layer share words, so they are no independent trials either. It sorts layers, it proves nothing.
 */
export function summarizeSide(side: ConceptsLayerSide): ConceptsSideSummary {
  const nDirections = side.eigenvalues.length
  const line = quantile(side.randomCoherence, chanceQuantile)
  const nAbove = side.coherence.reduce((count, value) => count + Number(value > line), 0)
  return {
    role: side.role,
    nDirections,
    explainedFirst: side.explained[0] ?? NaN,
    explainedKept: side.explained.reduce((sum, share) => sum + share, 0),
    coherence: mean(side.coherence),
    chanceCoherence: mean(side.randomCoherence),
    chanceLine: line,
    shareAboveChance: nAbove / nDirections,
    isReadable: binomialTail(nAbove, nDirections, 1 - chanceQuantile) < significance,
    taskCodes: Uint8Array.from(side.labels, ({ tasks }) => taskCode(tasks)),
    levelCodes: Uint8Array.from(side.labels, ({ level }) => levelCode(level))
  }
}

/** Means are over the matched pairs; NaN where there is none. */
export function summarizeDrift(drift: ConceptsLayerDrift): ConceptsDriftSummary {
  const pairs = Array.from(drift.matched.keys()).filter((r) => drift.matched[r]! >= 0)
  const meanOver = (of: (r: number) => number, among = pairs) => mean(among.map(of))
  const rotation = (r: number) => rotationOf(drift.cosines[r]!)
  return {
    subspaces: drift.angles.map(({ k, radians }) => ({
      k,
      meanAngle: mean(radians),
      maxAngle: radians.reduce((largest, angle) => Math.max(largest, angle), 0)
    })),
    meanRotationLeading: meanOver(
      rotation,
      pairs.filter((r) => r < nLeading)
    ),
    meanRotation: meanOver(rotation),
    meanRankChange: meanOver((r) => Math.abs(rankChangeOf(drift, r))),
    meanJaccard: meanOver((r) => drift.jaccard[r]!),
    meanRankBiasedOverlap: meanOver((r) => drift.rankBiasedOverlap[r]!),
    nBorn: count(drift.isBorn),
    nLost: count(drift.isLost)
  }
}

/** The angle of a matched pair in radians, 0 to π/2: the sign of a direction is arbitrary. */
export function rotationOf(cosine: number): number {
  return Math.acos(Math.min(1, Math.abs(cosine)))
}

/** Places that a matched base direction moved down by in the tuned model, up if negative. */
export function rankChangeOf({ matched }: Pick<ConceptsLayerDrift, 'matched'>, r: number): number {
  return matched[r]! - r
}

function count(flags: Uint8Array): number {
  return flags.reduce((sum, flag) => sum + flag, 0)
}

/** Linear between the two nearest of the sorted values (type 7 of Hyndman and Fan 1996); NaN of none. */
function quantile(values: Float32Array, share: number): number {
  const sorted = Float64Array.from(values).sort()
  const at = share * (sorted.length - 1)
  const below = sorted[Math.floor(at)] ?? NaN
  const above = sorted[Math.ceil(at)] ?? NaN
  return below + (at - Math.floor(at)) * (above - below)
}

/** Which heads hold no more pairs than shuffled similarities would give them. */
import { sideOf } from './head-places.ts'
import type { HeadPlace } from './head-places.ts'
import type { HeadsRecord, HeadsRole, HeadsSide } from './record.ts'

/** P(Z > z) = 5 %. */
const oneSidedFivePercent = 1.645

export interface SideChance {
  readonly role: HeadsRole
  readonly nShuffles: number
  /** φ, variance of the shuffled counts over their mean, 1 at least. */
  readonly dispersion: number
  /** [H], mean count with shuffled similarities */
  readonly means: Float64Array
  /** [H], the count up to which a head is at chance */
  readonly lines: Float64Array
  /** [H], 1 where the head's pairs are no more than its line */
  readonly isAtChance: Uint8Array
  readonly nAtChance: number
  /** Share of heads at chance; null for no head. */
  readonly share: number | null
}

export interface HeadsChance {
  /** Null where the record has no such model, or nothing was shuffled. */
  readonly base: SideChance | null
  readonly tuned: SideChance | null
}

export function headsChance(record: Pick<HeadsRecord, 'sides' | 'settings'>): HeadsChance {
  const of = (role: HeadsRole): SideChance | null => {
    const side = sideOf(record, role)
    const { nShuffles } = record.settings
    return side === null || nShuffles < 1 ? null : sideChance(side, nShuffles)
  }
  return { base: of('base'), tuned: of('tuned') }
}

/**
 * A head is at chance where its number of pairs N is no more than
 *
 *     line = m + ½ + 1.645 · √(φ m (1 + 1/S)),   m = (Σ c_s + ½) / S
 *
 * c_s are the counts of S shufflings. Mean and variance are those of one more count that is predicted from
 * S Poisson counts (Jeffreys prior), the variance times φ because pairs share words and so come in
 * clusters; ½ is the continuity correction. φ is the mean of s²/c̄ over all heads of the model, since the
 * few shufflings of one head say nearly nothing of their spread; with one shuffling it is unknown and
 * taken as 1, and too many heads stand above their line.
 *
 * A rough test: the distribution is taken as normal, and φ as the same in all heads. With the default of
 * 3 shufflings no rank of N among them could go below p = ¼, which is why a distribution is needed. At
 * best 5 % of the heads stand above their line by chance alone, so a share at chance of about 0.95 is
 * that of a model without any structure. It sorts heads, it proves nothing.
 *
 * @param side  chancePairs [H, S]
 */
export function sideChance(
  { role, nPairs, chancePairs }: Pick<HeadsSide, 'role' | 'nPairs' | 'chancePairs'>,
  nShuffles: number
): SideChance {
  const nHeads = nPairs.length
  const dispersion = dispersionOf(chancePairs, nHeads, nShuffles)
  const means = new Float64Array(nHeads)
  const lines = new Float64Array(nHeads)
  const isAtChance = new Uint8Array(nHeads)
  let nAtChance = 0
  for (let h = 0; h < nHeads; h++) {
    const sum = sumOf(chancePairs, h, nShuffles)
    const expected = (sum + 0.5) / nShuffles
    means[h] = sum / nShuffles
    lines[h] =
      expected + 0.5 + oneSidedFivePercent * Math.sqrt(dispersion * expected * (1 + 1 / nShuffles))
    if (nPairs[h]! > lines[h]!) continue
    isAtChance[h] = 1
    nAtChance += 1
  }
  const share = nHeads === 0 ? null : nAtChance / nHeads
  return { role, nShuffles, dispersion, means, lines, isAtChance, nAtChance, share }
}

/**
 * Whether a head is at chance in every model that has it: one that stands above its line in either model
 * has something to compare.
 */
export function isAtChance(
  { base, tuned }: HeadsChance,
  place: Pick<HeadPlace, 'base' | 'tuned'>
): boolean {
  const at = (side: SideChance | null, row: number | null): boolean | null =>
    side === null || row === null ? null : side.isAtChance[row] === 1
  const found = [at(base, place.base), at(tuned, place.tuned)].filter((value) => value !== null)
  return found.length > 0 && found.every((value) => value)
}

function dispersionOf(counts: Int32Array, nHeads: number, nShuffles: number): number {
  let sum = 0
  let n = 0
  for (let h = 0; h < nHeads; h++) {
    const centre = sumOf(counts, h, nShuffles) / nShuffles
    if (nShuffles < 2 || centre === 0) continue
    let deviations = 0
    for (let s = 0; s < nShuffles; s++) deviations += (counts[h * nShuffles + s]! - centre) ** 2
    sum += deviations / (nShuffles - 1) / centre
    n += 1
  }
  return n === 0 ? 1 : Math.max(1, sum / n)
}

function sumOf(counts: Int32Array, head: number, nShuffles: number): number {
  let sum = 0
  for (let s = 0; s < nShuffles; s++) sum += counts[head * nShuffles + s]!
  return sum
}

import { bcaInterval } from './bca-interval.ts'
import type { Bootstrap } from './bca-interval.ts'
import { smallSampleFactor } from './hedges-g.ts'
import { mean } from './moments.ts'
import { mulberry32 } from './mulberry32.ts'

export const nResamples = 2_000
/** Fixed, so that the same values give the same interval. */
const seed = 2
/** A sum of squared deviations below this part of the sum of squares is rounding: all values are one. */
const noSpread = 1e-12

/**
 * Cases that are drawn again together. With both lists they are pairs, in the same order; a group that has
 * none of them is null.
 */
export interface Stratum {
  readonly x: ArrayLike<number> | null
  readonly y: ArrayLike<number> | null
}

/**
 * 95 % interval of Hedges' g by bootstrap (BCa, 2,000 seeded resamples).
 *
 * Independent groups are two strata, each drawn from itself. The same cases under two models are one
 * stratum of pairs; cases that only one of them has are strata beside it. Groups so keep their sizes in
 * every resample, and g* is d* times a constant. With ten cases a group the interval is too short.
 *
 * @param strata  each group with 2 or more values in all
 * @returns       null where there are too few values, or too little spread, for an interval
 */
export function hedgesInterval(strata: readonly Stratum[]): readonly [number, number] | null {
  const x = allOf(strata.map((stratum) => stratum.x))
  const y = allOf(strata.map((stratum) => stratum.y))
  const interval = bcaInterval(bootstrapD(strata, mean(x), mean(y)))
  const factor = smallSampleFactor(x.length + y.length - 2)
  return interval && [factor * interval[0], factor * interval[1]]
}

function allOf(lists: readonly (ArrayLike<number> | null)[]): number[] {
  return lists.flatMap((list) => (list === null ? [] : Array.from(list)))
}

/** Distances from the group's mean, so that squares keep their precision. */
interface Shifted {
  readonly n: number
  readonly x: Float64Array | null
  readonly y: Float64Array | null
}

function bootstrapD(strata: readonly Stratum[], meanX: number, meanY: number): Bootstrap {
  const shifted = strata.map(({ x, y }): Shifted => ({
    n: (x ?? y)?.length ?? 0,
    x: x && Float64Array.from(x, (value) => value - meanX),
    y: y && Float64Array.from(y, (value) => value - meanY)
  }))
  const sums = new GroupSums(meanX - meanY)
  for (const stratum of shifted) {
    for (let i = 0; i < stratum.n; i++) sums.add(stratum, i, 1)
  }
  const estimate = sums.cohensD()
  const leftOneOut = shifted.map((stratum) =>
    Float64Array.from({ length: stratum.n }, (_, i) => {
      sums.add(stratum, i, -1)
      const d = sums.cohensD()
      sums.add(stratum, i, 1)
      return d
    })
  )
  return { estimate, leftOneOut, resampled: resample(shifted, sums) }
}

function resample(strata: readonly Shifted[], sums: GroupSums): Float64Array {
  const next = mulberry32(seed)
  return Float64Array.from({ length: nResamples }, () => {
    sums.clear()
    for (const stratum of strata) {
      for (let drawn = 0; drawn < stratum.n; drawn++) {
        sums.add(stratum, Math.floor((next() / 2 ** 32) * stratum.n), 1)
      }
    }
    return sums.cohensD()
  })
}

/** Sizes, sums and sums of squares of two groups; Cohen's d follows from them. */
class GroupSums {
  readonly #shift: number
  #n = 0
  #sumX = 0
  #squaresX = 0
  #m = 0
  #sumY = 0
  #squaresY = 0

  /** @param shift  what the groups' means were apart before their values were shifted */
  constructor(shift: number) {
    this.#shift = shift
  }

  clear(): void {
    this.#n = this.#sumX = this.#squaresX = this.#m = this.#sumY = this.#squaresY = 0
  }

  add({ x, y }: Shifted, i: number, times: 1 | -1): void {
    if (x !== null) {
      const value = x[i]!
      this.#n += times
      this.#sumX += times * value
      this.#squaresX += times * value * value
    }
    if (y !== null) {
      const value = y[i]!
      this.#m += times
      this.#sumY += times * value
      this.#squaresY += times * value * value
    }
  }

  /** Infinite where the groups differ without spread, 0 where they do not differ. */
  cohensD(): number {
    const difference = this.#shift + this.#sumX / this.#n - this.#sumY / this.#m
    const deviations =
      this.#squaresX - this.#sumX ** 2 / this.#n + (this.#squaresY - this.#sumY ** 2 / this.#m)
    const hasSpread = deviations > noSpread * (this.#squaresX + this.#squaresY)
    if (!hasSpread) return difference === 0 ? 0 : difference * Infinity
    return difference / Math.sqrt(deviations / (this.#n + this.#m - 2))
  }
}

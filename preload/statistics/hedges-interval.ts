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
  for (const stratum of shifted) sums.add(stratum, allIndices(stratum.n), 1)
  const estimate = sums.cohensD()
  const leftOneOut = shifted.map((stratum) =>
    Float64Array.from({ length: stratum.n }, (_, i) => {
      sums.add(stratum, Int32Array.of(i), -1)
      const d = sums.cohensD()
      sums.add(stratum, Int32Array.of(i), 1)
      return d
    })
  )
  return { estimate, leftOneOut, resampled: resample(shifted, sums) }
}

function allIndices(n: number): Int32Array {
  return Int32Array.from({ length: n }, (_, i) => i)
}

function resample(strata: readonly Shifted[], sums: GroupSums): Float64Array {
  const next = mulberry32(seed)
  const drawn = strata.map(({ n }) => new Int32Array(n))
  return Float64Array.from({ length: nResamples }, () => {
    sums.clear()
    strata.forEach((stratum, s) => {
      const indices = drawn[s]!
      const share = stratum.n / 2 ** 32
      for (let i = 0; i < indices.length; i++) indices[i] = Math.floor(next() * share)
      sums.add(stratum, indices, 1)
    })
    return sums.cohensD()
  })
}

/** Sizes, sums and sums of squares of two groups; Cohen's d follows from them. */
class GroupSums {
  readonly #shift: number
  readonly #x = new MomentSums()
  readonly #y = new MomentSums()

  /** @param shift  what the groups' means were apart before their values were shifted */
  constructor(shift: number) {
    this.#shift = shift
  }

  clear(): void {
    this.#x.clear()
    this.#y.clear()
  }

  add({ x, y }: Shifted, indices: Int32Array, times: 1 | -1): void {
    if (x !== null) this.#x.add(x, indices, times)
    if (y !== null) this.#y.add(y, indices, times)
  }

  /** Infinite where the groups differ without spread, 0 where they do not differ. */
  cohensD(): number {
    const [x, y] = [this.#x, this.#y]
    const difference = this.#shift + x.sum / x.n - y.sum / y.n
    const deviations = x.squares - x.sum ** 2 / x.n + (y.squares - y.sum ** 2 / y.n)
    const hasSpread = deviations > noSpread * (x.squares + y.squares)
    if (!hasSpread) return difference === 0 ? 0 : difference * Infinity
    return difference / Math.sqrt(deviations / (x.n + y.n - 2))
  }
}

class MomentSums {
  n = 0
  sum = 0
  squares = 0

  clear(): void {
    this.n = this.sum = this.squares = 0
  }

  add(values: Float64Array, indices: Int32Array, times: 1 | -1): void {
    let sum = 0
    let squares = 0
    for (let i = 0; i < indices.length; i++) {
      const value = values[indices[i]!]!
      sum += value
      squares += value * value
    }
    this.n += times * indices.length
    this.sum += times * sum
    this.squares += times * squares
  }
}

import { describe, expect, it } from 'vitest'
import {
  layerDrift,
  type DriftSide
} from '../../../../../main/analyses/concepts/drift/layer-drift.ts'
import { rotationOf, summarizeDrift } from '../../../../../preload/analysis/concepts/summaries.ts'
import { orthonormalRowsOf } from '../../../../helpers/orthonormal-rows.ts'
import { plainTimesTransposed } from '../../../../helpers/plain-product.ts'
import { seededRandom } from '../../../../helpers/random.ts'

const [dModel, nAll, nWords] = [24, 16, 5]
const random = seededRandom(2)
const basis = orthonormalRowsOf(
  Float64Array.from({ length: nAll * dModel }, () => random() - 0.5),
  nAll,
  dModel
)
const row = (i: number) => Array.from(basis.subarray(i * dModel, (i + 1) * dModel))
const wordsOf = (i: number) => Array.from({ length: nWords }, (_, k) => 100 * i + k)

/** Rows and words of these basis directions, largest eigenvalue first. */
function sideOf(chosen: readonly number[]): DriftSide {
  return {
    directions: Float32Array.from(chosen.flatMap(row)),
    eigenvalues: Float64Array.from(chosen, (_, i) => chosen.length - i),
    topWords: Int32Array.from(chosen.flatMap(wordsOf))
  }
}

const driftOf = async (base: DriftSide, tuned: DriftSide, threshold = 0.5) =>
  (await layerDrift(base, tuned, threshold, plainTimesTransposed))!

describe('layerDrift', () => {
  it('finds no drift between a layer and itself', async () => {
    const side = sideOf([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    const drift = await driftOf(side, side)
    expect(drift.angles.map(({ k }) => k)).toEqual([1, 10, 11])
    drift.angles.forEach(({ radians }) =>
      radians.forEach((angle) => expect(angle).toBeLessThan(1e-12))
    )
    expect([...drift.matched]).toEqual([...Array(11).keys()])
    expect(new Set(drift.cosines)).toEqual(new Set([1]))
    expect(new Set(drift.jaccard)).toEqual(new Set([1]))
    expect(new Set(drift.rankBiasedOverlap)).toEqual(new Set([1]))
    expect(summarizeDrift(drift)).toMatchObject({
      meanRotation: 0,
      meanRankChange: 0,
      nLost: 0,
      nBorn: 0
    })
  })

  it('gives back the planes that were turned', async () => {
    const degrees = [5, 15, 30, 45]
    const base = sideOf([0, 1, 2, 3, 4, 5, 6, 7])
    const directions = base.directions.slice()
    degrees.forEach((degree, plane) => {
      const angle = (degree * Math.PI) / 180
      const [i, j] = [2 * plane, 2 * plane + 1]
      for (let c = 0; c < dModel; c++) {
        const [x, y] = [row(i)[c]!, row(j)[c]!]
        directions[i * dModel + c] = Math.cos(angle) * x + Math.sin(angle) * y
        directions[j * dModel + c] = Math.cos(angle) * y - Math.sin(angle) * x
      }
    })
    const drift = await driftOf(base, { ...base, directions })
    degrees.slice(0, 3).forEach((degree, plane) => {
      for (const r of [2 * plane, 2 * plane + 1]) {
        expect(drift.matched[r]).toBe(r)
        const rotation = (rotationOf(drift.cosines[r]!) * 180) / Math.PI
        expect(Math.abs(rotation - degree)).toBeLessThan(1e-3)
      }
    })
    // At 45 degrees both ways to match are as good.
    expect(new Set(drift.matched.subarray(6))).toEqual(new Set([6, 7]))
    expect(drift.cosines[6]).toBeCloseTo(Math.SQRT1_2, 6)
    // The planes turned within the subspace: as a whole it stayed, its first direction did not.
    const [first, whole] = [drift.angles.at(0)!, drift.angles.at(-1)!]
    expect((first.radians[0]! * 180) / Math.PI).toBeCloseTo(5, 4)
    whole.radians.forEach((angle) => expect(angle).toBeLessThan(1e-6))
  })

  it('follows concepts whose order, signs and words changed', async () => {
    const base = sideOf([0, 1, 2])
    const tuned = sideOf([2, 0, 1])
    const flipped = tuned.directions.map((value, i) => (i < dModel ? -value : value))
    const words = tuned.topWords.slice()
    words[0] = 7_777
    const drift = await driftOf(base, { ...tuned, directions: flipped, topWords: words })
    expect([...drift.matched]).toEqual([1, 2, 0])
    expect([...drift.cosines]).toEqual([1, 1, 1])
    expect([...drift.jaccard]).toEqual([1, 1, 4 / 6].map(Math.fround))
    expect(drift.rankBiasedOverlap[2]).toBeLessThan(0.8)
    expect(summarizeDrift(drift).meanRankChange).toBeCloseTo(4 / 3, 12)
  })

  it('names the lost and the born', async () => {
    const drift = await driftOf(sideOf([0, 1, 2, 3]), sideOf([0, 12, 2, 13]))
    expect([...drift.isLost]).toEqual([0, 1, 0, 1])
    expect([...drift.isBorn]).toEqual([0, 1, 0, 1])
    expect(summarizeDrift(drift)).toMatchObject({ nLost: 2, nBorn: 2 })
  })

  it('counts a partner at the threshold, not below it', async () => {
    const plane = (x: number, y: number): DriftSide => ({
      directions: Float32Array.from([x, y]),
      eigenvalues: Float64Array.from([1]),
      topWords: Int32Array.from([0])
    })
    // A cosine of exactly 1/2 in float32.
    const [base, tuned] = [plane(1, 0), plane(-0.5, Math.sqrt(0.75))]
    expect(await driftOf(base, tuned, 0.5)).toMatchObject({
      isLost: Uint8Array.from([0]),
      isBorn: Uint8Array.from([0])
    })
    expect(await driftOf(base, tuned, 0.500001)).toMatchObject({
      isLost: Uint8Array.from([1]),
      isBorn: Uint8Array.from([1])
    })
  })

  it('leaves a direction unmatched where the tuned model has fewer', async () => {
    const drift = await driftOf(sideOf([0, 1, 2, 3]), sideOf([3, 0]))
    expect([...drift.matched]).toEqual([1, -1, -1, 0])
    expect([...drift.cosines]).toEqual([1, 0, 0, 1])
    expect([...drift.rankBiasedOverlap]).toEqual([1, 0, 0, 1])
    expect([...drift.isLost]).toEqual([0, 1, 1, 0])
    expect(drift.angles.map(({ k }) => k)).toEqual([1, 2])
    expect(summarizeDrift(drift).meanJaccard).toBe(1)
  })

  it('leaves tuned directions over where the base has fewer', async () => {
    const drift = await driftOf(sideOf([5]), sideOf([4, 5, 6]))
    expect([...drift.matched]).toEqual([1])
    expect([...drift.isLost]).toEqual([0])
    expect([...drift.isBorn]).toEqual([1, 0, 1])
  })

  it('compares nothing where the widths differ', async () => {
    const narrow = { ...sideOf([0]), directions: new Float32Array(dModel - 1).fill(0.2) }
    expect(await layerDrift(sideOf([0]), narrow, 0.5, plainTimesTransposed)).toBeNull()
  })

  it('stops when told', async () => {
    const side = sideOf([0, 1])
    const work = layerDrift(side, side, 0.5, plainTimesTransposed, AbortSignal.abort())
    await expect(work).rejects.toMatchObject({ code: 'job/cancelled' })
  })
})

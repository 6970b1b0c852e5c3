import { describe, expect, it } from 'vitest'
import { binomialTail } from '../../../../preload/analysis/concepts/binomial-tail.ts'
import type { ConceptLabel } from '../../../../preload/analysis/concepts/labels.ts'
import type {
  ConceptsLayerDrift,
  ConceptsLayerSide
} from '../../../../preload/analysis/concepts/record.ts'
import {
  rankChangeOf,
  rotationOf,
  summarizeDrift,
  summarizeLayer,
  summarizeSide
} from '../../../../preload/analysis/concepts/summaries.ts'

function label(tasks: ConceptLabel['tasks'], level: ConceptLabel['level']): ConceptLabel {
  return { description: '', tasks, level, evidence: [] }
}

/** Coherence of the random directions: 0, 0.01, …, 1, so that the 95th percentile is 0.95. */
const evenly = Float32Array.from({ length: 101 }, (_, i) => i / 100)

function side(coherence: readonly number[]): ConceptsLayerSide {
  const n = coherence.length
  return {
    role: 'base',
    eigenvalues: new Float64Array(n),
    explained: Float64Array.from({ length: n }, (_, r) => 2 ** -(r + 2)),
    separated: new Uint8Array(n),
    residual: 0,
    topWords: new Int32Array(n),
    topScores: new Float32Array(n),
    coherence: Float32Array.from(coherence),
    randomCoherence: evenly,
    labels: Array.from({ length: n }, (_, r) =>
      r === 0 ? label(['math', 'translation'], 'syntax') : label([], 'cannot tell')
    )
  }
}

const drift: ConceptsLayerDrift = {
  angles: [
    { k: 1, radians: Float64Array.from([0.2]) },
    { k: 3, radians: Float64Array.from([0, 0.1, 0.5]) }
  ],
  matched: Int32Array.from([0, 3, -1, 1]),
  cosines: Float32Array.from([1, 0.5, 0, 0]),
  jaccard: Float32Array.from([1, 0.5, 0, 0.75]),
  rankBiasedOverlap: Float32Array.from([1, 0.25, 0, 0.25]),
  isLost: Uint8Array.from([0, 0, 1, 1]),
  isBorn: Uint8Array.from([0, 1, 0, 0])
}

describe('summarizeSide', () => {
  it('sums up shares, coherence and the chance line', () => {
    const summary = summarizeSide(side([0.96, 0.94, 0.5, 0.2]))
    expect(summary).toMatchObject({
      role: 'base',
      nDirections: 4,
      explainedFirst: 0.25,
      explainedKept: 0.46875,
      shareAboveChance: 0.25
    })
    expect(summary.coherence).toBeCloseTo(0.65, 6)
    expect(summary.chanceCoherence).toBeCloseTo(0.5, 6)
    expect(summary.chanceLine).toBeCloseTo(0.95, 6)
  })

  it('takes the line between two random directions', () => {
    const two = { ...side([0.5]), randomCoherence: Float32Array.from([1, 0]) }
    expect(summarizeSide(two).chanceLine).toBeCloseTo(0.95, 12)
  })

  it('codes tasks as bits and levels as indices', () => {
    const { taskCodes, levelCodes } = summarizeSide(side([0, 0]))
    expect([...taskCodes]).toEqual([2 + 8, 0])
    expect([...levelCodes]).toEqual([2, 4])
  })

  it('calls a layer readable only where chance would hardly do as much', () => {
    // Of 100 concepts chance puts 5 above; 11 or more happen in 1.1 %, 12 or more in 0.4 %.
    const withAbove = (nAbove: number) =>
      summarizeSide(side(Array.from({ length: 100 }, (_, r) => (r < nAbove ? 0.99 : 0.1))))
    expect(withAbove(5).isReadable).toBe(false)
    expect(withAbove(11).isReadable).toBe(false)
    expect(withAbove(12).isReadable).toBe(true)
  })

  it('does not count a concept on the line as above it', () => {
    const same = { ...side([0.5, 0.5]), randomCoherence: Float32Array.from([0.5, 0.5]) }
    expect(summarizeSide(same).shareAboveChance).toBe(0)
  })
})

describe('summarizeDrift', () => {
  const summary = summarizeDrift(drift)

  it('gives mean and largest angle of each subspace', () => {
    expect(summary.subspaces).toEqual([
      { k: 1, meanAngle: 0.2, maxAngle: 0.2 },
      { k: 3, meanAngle: expect.closeTo(0.2, 12) as number, maxAngle: 0.5 }
    ])
  })

  it('takes means over the matched pairs alone', () => {
    // Rotations 0, 60 and 90 degrees; ranks move by 0, 2 and 2.
    expect(summary.meanRotation).toBeCloseTo(((60 + 90) / 3 / 180) * Math.PI, 12)
    expect(summary.meanRankChange).toBeCloseTo(4 / 3, 12)
    expect(summary.meanJaccard).toBe(0.75)
    expect(summary.meanRankBiasedOverlap).toBe(0.5)
    expect([summary.nLost, summary.nBorn]).toEqual([2, 1])
  })

  it('takes the first ten of the base as leading', () => {
    const n = 12
    const many: ConceptsLayerDrift = {
      ...drift,
      matched: Int32Array.from({ length: n }, (_, r) => r),
      cosines: Float32Array.from({ length: n }, (_, r) => (r < 10 ? 1 : 0)),
      jaccard: new Float32Array(n),
      rankBiasedOverlap: new Float32Array(n)
    }
    expect(summarizeDrift(many).meanRotationLeading).toBe(0)
    expect(summarizeDrift(many).meanRotation).toBeCloseTo(Math.PI / 12, 12)
  })

  it('turns no angle out of a cosine that rounding left above 1, and ignores its sign', () => {
    expect(rotationOf(1.0000001)).toBe(0)
    expect(rotationOf(-0.5)).toBeCloseTo(Math.PI / 3, 12)
  })

  it('counts a move down the ranks as positive', () => {
    expect([1, 3].map((r) => rankChangeOf(drift, r))).toEqual([2, -2])
  })
})

it('summarizeLayer keeps the layer, its sides in order, and a missing drift', () => {
  const sides = [side([0.5]), { ...side([0.5]), role: 'tuned' as const }]
  const whole = { layer: 7, sides, drift: null, operations: 1, seconds: 1 }
  expect(summarizeLayer(whole)).toMatchObject({
    layer: 7,
    sides: [{ role: 'base' }, { role: 'tuned' }],
    drift: null
  })
  expect(summarizeLayer({ ...whole, drift }).drift?.nLost).toBe(2)
})

describe('binomialTail', () => {
  it('is the sum of the terms', () => {
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k)
    for (const [n, p] of [
      [1, 0.05],
      [12, 0.05],
      [40, 0.3]
    ] as const) {
      for (let m = 0; m <= n; m++) {
        let sum = 0
        for (let i = m; i <= n; i++) sum += choose(n, i) * p ** i * (1 - p) ** (n - i)
        expect(Math.abs(binomialTail(m, n, p) / sum - 1)).toBeLessThan(1e-11)
      }
    }
  })

  it('is certain of no success and impossible above n', () => {
    expect(binomialTail(0, 5, 0.05)).toBe(1)
    expect(binomialTail(6, 5, 0.05)).toBe(0)
  })
})

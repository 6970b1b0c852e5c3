import { describe, expect, it } from 'vitest'
import type { RopeConfig } from '../../../../main/checkpoint/families/rope.ts'
import { rotaryFrequencies, rotaryTables } from '../../../../main/graph/layers/rotary-tables.ts'
import { expectCloseToLargest, float64Tolerance } from '../../../helpers/close.ts'

// Heads of eight with a theta of 10⁴ turn by 1, 0.1, 0.01 and 0.001 radians a position.
const dHead = 8
const theta = 10_000

function frequenciesOf(rope: RopeConfig, nSequence = 10): number[] {
  return [...rotaryFrequencies(rope, dHead, nSequence).frequencies]
}

describe('frequencies', () => {
  it('default: θ^(−2i/d)', () => {
    expectCloseToLargest(frequenciesOf({ type: 'default', theta }), [1, 0.1, 0.01, 0.001], 1e-12)
  })

  it('linear: all slowed by the factor', () => {
    expectCloseToLargest(
      frequenciesOf({ type: 'linear', theta, factor: 4 }),
      [0.25, 0.025, 0.0025, 0.00025],
      1e-12
    )
  })

  it('dynamic: as they are up to the original length', () => {
    const rope = { type: 'dynamic', theta, factor: 2, originalMaxPositions: 32 } as const
    expectCloseToLargest(frequenciesOf(rope, 32), [1, 0.1, 0.01, 0.001], 1e-12)
    expect(frequenciesOf(rope, 1)).toEqual(frequenciesOf(rope, 32))
  })

  it('dynamic: θ grows with the sequence beyond it', () => {
    const rope = { type: 'dynamic', theta, factor: 2, originalMaxPositions: 32 } as const
    // Twice the length: θ · (2 · 64/32 − 1)^(8/6) = θ · 3^(4/3), whose powers −i/4 are 1, 3^(−1/3), 3^(−2/3), 1/3.
    const third = 3 ** (1 / 3)
    const expected = [1, 0.1 / third, 0.01 / third ** 2, 0.001 / 3]
    frequenciesOf(rope, 64).forEach((value, i) => expect(value / expected[i]!).toBeCloseTo(1, 12))
  })

  it('llama3: fast ones kept, slow ones divided, those between blended', () => {
    const rope = {
      type: 'llama3',
      theta,
      factor: 8,
      lowFreqFactor: 1,
      highFreqFactor: 4,
      originalMaxPositions: 128
    } as const
    // Turns in 128 positions: 20.37 (kept), 2.037 (blended), 0.2037 and 0.02037 (divided by 8).
    const smooth = (12.8 / (2 * Math.PI) - 1) / 3
    const blended = 0.1 * ((1 - smooth) / 8 + smooth)
    const expected = [1, blended, 0.01 / 8, 0.001 / 8]
    frequenciesOf(rope).forEach((value, i) => expect(value / expected[i]!).toBeCloseTo(1, 12))
  })

  it('yarn: a ramp over the dimensions, rounded outwards, and its factor', () => {
    const rope = {
      type: 'yarn',
      theta,
      factor: 4,
      originalMaxPositions: 256,
      betaFast: 32,
      betaSlow: 1,
      attentionFactor: 1.1386,
      mscale: null,
      mscaleAllDim: null,
      truncate: true
    } as const
    // d·ln(256/(32·2π))/(2·ln θ) = 8·ln(1.2732)/18.4207 = 0.1049 → 0;  with 1 turn 8·ln(40.744)/18.4207 = 1.610 → 2.
    // Ramp over 0 … 2: 0, ½, 1, 1.
    const found = rotaryFrequencies(rope, dHead, 10)
    const expected = [1, (0.1 / 4 + 0.1) / 2, 0.01 / 4, 0.001 / 4]
    found.frequencies.forEach((value, i) => expect(value / expected[i]!).toBeCloseTo(1, 12))
    expect(found.factor).toBe(1.1386)
  })

  it('yarn: the ends of the ramp as they are where they are not rounded', () => {
    const rope = {
      type: 'yarn',
      theta,
      factor: 4,
      originalMaxPositions: 256,
      betaFast: 32,
      betaSlow: 1,
      attentionFactor: 1,
      mscale: null,
      mscaleAllDim: null,
      truncate: false
    } as const
    const low = (8 * Math.log(256 / (32 * 2 * Math.PI))) / (2 * Math.log(theta))
    const high = (8 * Math.log(256 / (2 * Math.PI))) / (2 * Math.log(theta))
    const ramp = (1 - low) / (high - low)
    expect(frequenciesOf(rope)[1]! / ((0.1 / 4) * ramp + 0.1 * (1 - ramp))).toBeCloseTo(1, 12)
    expect(frequenciesOf(rope)[0]).toBe(1)
  })

  it('yarn: a ramp of no length is a step', () => {
    const rope = {
      type: 'yarn',
      theta,
      factor: 4,
      // So few positions that both ends lie below the first dimension.
      originalMaxPositions: 2,
      betaFast: 32,
      betaSlow: 1,
      attentionFactor: 1,
      mscale: null,
      mscaleAllDim: null,
      truncate: true
    } as const
    expectCloseToLargest(frequenciesOf(rope), [1, 0.025, 0.0025, 0.00025], 1e-12)
  })
})

describe('tables', () => {
  it('hold cosine and sine of position times frequency, a row a position', () => {
    const { cos, sin } = rotaryTables({ type: 'default', theta }, 4, 3, 3)
    const angles = [0, 0, 1, 0.01, 2, 0.02]
    expectCloseToLargest(cos, angles.map(Math.cos), float64Tolerance)
    expectCloseToLargest(sin, angles.map(Math.sin), float64Tolerance)
  })

  it('carry the attention factor', () => {
    const rope = {
      type: 'yarn',
      theta,
      factor: 4,
      originalMaxPositions: 32,
      betaFast: 32,
      betaSlow: 1,
      attentionFactor: 1.5,
      mscale: null,
      mscaleAllDim: null,
      truncate: true
    } as const
    const { cos, sin } = rotaryTables(rope, 4, 2, 2)
    expect(cos[0]).toBe(1.5)
    expect(Math.hypot(cos[2]!, sin[2]!)).toBeCloseTo(1.5, 6)
  })

  it('do not lose accuracy at far positions', () => {
    const { cos } = rotaryTables({ type: 'default', theta }, 2, 100_001, 100_001)
    expect(cos[100_000]).toBeCloseTo(Math.cos(100_000), 6)
  })
})

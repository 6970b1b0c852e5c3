import { describe, expect, it } from 'vitest'
import { importanceDensity } from '../../../preload/analysis/density.ts'
import { instructionScore } from '../../../preload/analysis/instruction-score.ts'

const map = (rows: number, columns: number, values: number[]) => ({
  data: Uint8Array.from(values),
  rows,
  columns
})

describe('importanceDensity', () => {
  it('is the 1-norm over the p-norm, relative to the densest token', () => {
    // Row 0: 18 / (10⁴ + 8⁴)^¼; row 1: 10 / 10 = 1; row 2: nothing.
    const first = 18 / (10 ** 4 + 8 ** 4) ** 0.25
    const density = importanceDensity(map(3, 2, [10, 8, 10, 0, 0, 0]), 4)
    expect(density[0]).toBeCloseTo(1, 8)
    expect(density[1]).toBeCloseTo(1 / first, 8)
    expect(density[2]).toBe(0)
  })

  it('counts how many response tokens a prompt token serves: M^(1 − 1/p) for equal entries', () => {
    const density = importanceDensity(map(2, 4, [9, 9, 9, 9, 9, 0, 0, 0]), 2)
    expect(density[1]! / density[0]!).toBeCloseTo(1 / 4 ** 0.5, 8)
  })

  it('treats all tokens alike at p = 1', () => {
    const density = importanceDensity(map(2, 2, [9, 9, 0, 8]), 1)
    expect(density[0]).toBeCloseTo(density[1]!, 8)
  })

  it('stays finite at the largest levels and the largest p', () => {
    const density = importanceDensity(map(2, 3, [255, 255, 255, 0, 255, 0]), 100)
    expect(density[0]).toBeCloseTo(1, 8)
    expect(density[1]).toBeCloseTo(3 ** (0.01 - 1), 8)
  })

  it('is all zero for an empty response and for an empty map', () => {
    expect([...importanceDensity(map(2, 0, []), 4)]).toEqual([0, 0])
    expect([...importanceDensity(map(2, 1, [0, 0]), 4)]).toEqual([0, 0])
  })

  it.each([0, 0.5, 101, NaN])('refuses p = %d', (norm) => {
    expect(() => importanceDensity(map(1, 1, [1]), norm)).toThrow(RangeError)
  })
})

describe('instructionScore', () => {
  const density = Float64Array.of(1, 0.5, 0.25, 0)

  it('sums the density of the instruction over log2(2 + |K|)', () => {
    expect(instructionScore(density, [0, 2])).toBeCloseTo(1.25 / 2, 12)
    expect(instructionScore(density, [1])).toBeCloseTo(0.5 / Math.log2(3), 12)
  })

  it('is null without an instruction and 0 for an empty response', () => {
    expect(instructionScore(density, null)).toBeNull()
    expect(instructionScore(density, [])).toBeNull()
    expect(instructionScore(importanceDensity(map(2, 0, []), 4), [0, 1])).toBe(0)
  })

  it('refuses a token outside the prompt and one named twice', () => {
    expect(() => instructionScore(density, [4])).toThrow(/token 4 .* 4 tokens/)
    expect(() => instructionScore(density, [-1])).toThrow(RangeError)
    expect(() => instructionScore(density, [1, 1])).toThrow(/twice/)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  labelShuffleOutcome,
  pairedOutcome,
  signFlipOutcome,
  welchOutcome
} from '../../../../preload/analysis/studies/test-outcome.ts'

const outcomes = { welchOutcome, pairedOutcome, signFlipOutcome, labelShuffleOutcome }
const all = Object.entries(outcomes)

// Student's sleep data (1908).
const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]

describe.each(all)('%s', (_, outcome) => {
  it('gives identical groups p = 1, constant ones too', () => {
    expect(outcome([1, 2, 4], [1, 2, 4])).toEqual({ kind: 'tested', p: 1, statistic: 0 })
    expect(outcome([0, 0], [0, 0])).toEqual({ kind: 'tested', p: 1, statistic: 0 })
  })

  it('does not test groups of one or none, identical or not', () => {
    const tooSmall = { kind: 'untested', reason: 'n too small' }
    expect(outcome([], [])).toEqual(tooSmall)
    expect(outcome([1], [1])).toEqual(tooSmall)
    expect(outcome([1, 2], [1, 2], 3)).toEqual(tooSmall)
  })

  it('is small where the first group lies below, large where it lies above, never NaN', () => {
    expect(outcome(first, second)).toMatchObject({ kind: 'tested' })
    expect((outcome(first, second) as { p: number }).p).toBeLessThan(0.05)
    expect((outcome(second, first) as { p: number }).p).toBeGreaterThan(0.95)
    const values = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 6 })
    fc.assert(
      fc.property(values, values, (x, y) => {
        const n = Math.min(x.length, y.length)
        const result = outcome(x.slice(0, n), y.slice(0, n))
        if (result.kind === 'untested') return
        expect(result.p).toBeGreaterThan(0)
        expect(result.p).toBeLessThanOrEqual(1)
        expect(Number.isFinite(result.statistic)).toBe(true)
      })
    )
  })
})

describe('t-tests', () => {
  it("give one-sided halves of R's published figures of the sleep data", () => {
    // R's t.test prints p = 0.07939 and paired p = 0.002833, two-sided.
    expect(welchOutcome(first, second)).toMatchObject({ df: expect.closeTo(17.776, 3) as number })
    expect((welchOutcome(first, second) as { p: number }).p).toBeCloseTo(0.07939 / 2, 5)
    expect((pairedOutcome(first, second) as { p: number }).p).toBeCloseTo(0.002833 / 2, 6)
  })

  it('say that there is no spread where constant groups differ', () => {
    const noSpread = { kind: 'untested', reason: 'no spread' }
    expect(welchOutcome([1, 1], [2, 2])).toEqual(noSpread)
    expect(pairedOutcome([1, 2, 3], [2, 3, 4])).toEqual(noSpread)
  })

  it('take groups of one value and of unequal size as identical', () => {
    expect(welchOutcome([0, 0], [0, 0, 0])).toMatchObject({ p: 1 })
    expect(welchOutcome([2, 1, 3], [3, 2, 1])).toMatchObject({ p: 1 })
  })
})

it('permutation tests need no spread: constant groups that differ are one division in all', () => {
  expect(signFlipOutcome([1, 2, 3], [2, 3, 4])).toMatchObject({ p: 1 / 8, statistic: -1 })
  expect(labelShuffleOutcome([1, 1], [2, 2])).toMatchObject({ p: 1 / 6, statistic: -1 })
})

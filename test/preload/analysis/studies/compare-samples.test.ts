import { describe, expect, it } from 'vitest'
import {
  compareSamples,
  scoredOf,
  withHolm
} from '../../../../preload/analysis/studies/compare-samples.ts'
import type { Comparison } from '../../../../preload/analysis/studies/comparison.ts'

const scored = (values: readonly number[]) => ({ cases: values.map((_, i) => i), values })

// Student's sleep data (1908).
const first = scored([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
const second = scored([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])

describe('compareSamples', () => {
  it('gives groups, tests and effects in one line', () => {
    const line = compareSamples('sleep', first, second, { isPaired: true })
    expect(line).toMatchObject({
      group: 'sleep',
      first: { n: 10, mean: expect.closeTo(0.75, 12) as number, cases: first.cases },
      // numpy 2.4.6, std(ddof = 0)
      second: { n: 10, sd: expect.closeTo(1.8994999341932077, 10) as number },
      // scipy 1.17.1, permutation_test over all 1,024 patterns
      permutation: { kind: 'tested', p: 0.001953125 },
      cohensD: expect.closeTo(0.8321810813495395, 12) as number,
      hedgesG: expect.closeTo(0.7969352391911217, 12) as number,
      holm: null
    })
    expect(line.interval![0]).toBeLessThan(line.hedgesG!)
    expect(line.interval![1]).toBeGreaterThan(line.hedgesG!)
  })

  it('has no paired test of different cases, and shuffles labels there', () => {
    const line = compareSamples(null, first, second, { isPaired: false })
    expect(line.paired).toBeNull()
    // scipy 1.17.1: 0.0407 over all divisions.
    expect((line.permutation as { p: number }).p).toBeCloseTo(0.0407, 2)
    const paired = compareSamples(null, first, second, { isPaired: true })
    expect(paired.welch).toEqual(line.welch)
    expect(paired.interval![0]).toBeGreaterThan(line.interval![0])
  })

  it('pairs cases that both have and compares all that each has', () => {
    const line = compareSamples(
      null,
      { cases: [0, 2, 3, 5, 6], values: [1, 2, 4, 3, 9] },
      { cases: [1, 2, 3, 5], values: [7, 3, 4.5, 5] },
      { isPaired: true }
    )
    expect(line.first.n).toBe(5)
    expect(line.second.n).toBe(4)
    // Pairs (2, 3), (4, 4.5), (3, 5): differences −1, −0.5, −2.
    expect(line.paired).toMatchObject({ df: 2 })
    expect((line.paired as { statistic: number }).statistic).toBeCloseTo(-2.6457513110645907, 10)
    expect(line.permutation).toMatchObject({ p: 1 / 8 })
  })

  it('gives identical inputs p = 1, d = 0 and an interval of nothing', () => {
    for (const values of [
      [0.3, 0.9, 1.4],
      [1, 1, 1]
    ]) {
      const one = { kind: 'tested', p: 1, statistic: 0 }
      expect(
        compareSamples(null, scored(values), scored(values), { isPaired: true })
      ).toMatchObject({
        welch: one,
        paired: one,
        permutation: one,
        cohensD: 0,
        hedgesG: 0,
        interval: [0, 0]
      })
    }
  })

  it('says "n too small" for one case or none', () => {
    const untested = { kind: 'untested', reason: 'n too small' }
    for (const values of [[], [0.4]]) {
      const line = compareSamples(null, scored(values), scored([1, 2]), { isPaired: false })
      expect(line).toMatchObject({
        welch: untested,
        permutation: untested,
        cohensD: null,
        hedgesG: null,
        interval: null
      })
    }
    expect(compareSamples(null, scored([]), scored([]), { isPaired: true }).first).toEqual({
      n: 0,
      mean: null,
      sd: null,
      cases: []
    })
  })

  it('has no effect size where constant groups differ', () => {
    const line = compareSamples(null, scored([1, 1, 1]), scored([2, 2, 2]), { isPaired: true })
    expect(line).toMatchObject({
      welch: { reason: 'no spread' },
      paired: { reason: 'no spread' },
      permutation: { p: 1 / 8 },
      cohensD: null,
      hedgesG: null,
      interval: null
    })
  })
})

it('scoredOf keeps the cases that have a value', () => {
  expect(scoredOf(Float64Array.of(1, NaN, 3, 4), [0, 1, 3])).toEqual({
    cases: [0, 3],
    values: [1, 4]
  })
})

describe('withHolm', () => {
  const line = (group: string | null, p: number | null): Comparison => ({
    ...compareSamples(group, first, second, { isPaired: false }),
    welch:
      p === null ? { kind: 'untested', reason: 'n too small' } : { kind: 'tested', p, statistic: 0 }
  })

  it('adjusts over the groups that were tested; all together keep their p', () => {
    // Holm (1979): 0.01 · 3, then 0.02 · 2, then 0.04.
    const lines = [
      line('a', 0.04),
      line('b', 0.01),
      line('c', null),
      line('d', 0.02),
      line(null, 0.03)
    ]
    expect(withHolm(lines, 'welch').map(({ holm }) => holm)).toEqual([0.04, 0.03, null, 0.04, 0.03])
  })

  it('takes another family where it is told', () => {
    const lines = [line(null, 0.02), line(null, 0.03)]
    expect(withHolm(lines, 'welch', () => true).map(({ holm }) => holm)).toEqual([0.04, 0.04])
  })
})

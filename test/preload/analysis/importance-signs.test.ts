import { describe, expect, it } from 'vitest'
import { importanceSigns, normalisedEntropy } from '../../../preload/analysis/importance-signs.ts'
import { isUnreadable, verdict } from '../../../preload/analysis/importance-verdict.ts'
import { seededRandom } from '../../helpers/random.ts'

const matrix = (rows: number, columns: number, values: readonly number[]) => ({
  data: Float64Array.from(values),
  rows,
  columns
})
const kinds = (...parts: Parameters<typeof importanceSigns>): string[] =>
  verdict(importanceSigns(...parts)).map(({ kind }) => kind)

describe('normalisedEntropy', () => {
  it('is 0 where one token has all and 1 where all are alike', () => {
    expect(normalisedEntropy(Float64Array.of(0, 3, -2))).toBe(0)
    expect(normalisedEntropy(Float64Array.of(2, 2, 2))).toBeCloseTo(1, 14)
  })

  it('is the entropy of the positive part over ln N', () => {
    // ¼, ¾ and a negative entry of three tokens.
    const expected = -(0.25 * Math.log(0.25) + 0.75 * Math.log(0.75)) / Math.log(3)
    expect(normalisedEntropy(Float64Array.of(1, 3, -9))).toBeCloseTo(expected, 14)
  })

  it('is 1 without positive importance and 0 for a prompt of one token', () => {
    expect(normalisedEntropy(Float64Array.of(-1, 0))).toBe(1)
    expect(normalisedEntropy(Float64Array.of(5))).toBe(0)
  })
})

describe('importanceSigns', () => {
  it('measures spread, first token and empty columns', () => {
    const signs = importanceSigns(matrix(2, 3, [3, 1, -1, 0, 1, -2]))
    expect([...signs.entropy]).toEqual([0, 1, 1])
    expect(signs.meanEntropy).toBeCloseTo(2 / 3, 14)
    expect(signs.firstTokenShare).toBeCloseTo(4 / 5, 14)
    expect(signs.nEmptyColumns).toBe(1)
    expect(signs.agreement).toBeNull()
  })

  it('compares with leave-one-out by column and over all entries', () => {
    const importance = matrix(3, 3, [1, 3, 5, 2, 2, 5, 3, 1, 5])
    const leaveOneOut = matrix(3, 3, [10, 1, 1, 20, 2, 2, 90, 3, 3])
    const { agreement } = importanceSigns(importance, leaveOneOut)
    // The last column is constant, so it has no correlation and the means leave it out.
    expect(agreement?.spearman).toEqual([1, -1, null])
    expect(agreement?.meanSpearman).toBe(0)
    expect(agreement?.pearson[0]).toBeCloseTo(80 / Math.sqrt(2 * 3800), 12)
    expect(agreement?.overallSpearman).not.toBeNull()
  })

  it('refuses a leave-one-out matrix of another shape', () => {
    expect(() => importanceSigns(matrix(2, 1, [1, 2]), matrix(1, 2, [1, 2]))).toThrow(/\[1, 2\]/)
  })
})

describe('verdict', () => {
  const random = seededRandom(7)
  const nTokens = 20
  const healthy = matrix(
    nTokens,
    10,
    Array.from({ length: nTokens * 10 }, () => random() ** 6 - 0.05)
  )

  it('finds nothing against a peaked map that agrees with leave-one-out', () => {
    expect(kinds(healthy, { ...healthy, data: healthy.data.map((a) => 2 * a) })).toEqual([])
  })

  it('calls a uniform map unreadable in plain words', () => {
    const flat = matrix(20, 2, new Array<number>(40).fill(0.3))
    const findings = verdict(importanceSigns(flat))
    expect(findings.map(({ kind }) => kind)).toEqual(['near-uniform'])
    expect(isUnreadable(findings)).toBe(true)
    expect(findings[0]?.text).toMatch(/almost evenly.*1\.00.*should not be read/)
  })

  it('warns when the first token outweighs all others, but not in a very short prompt', () => {
    const sink = { ...healthy, data: healthy.data.map((a, i) => (i < 10 ? 5 : a)) }
    const findings = verdict(importanceSigns(sink))
    expect(findings.map(({ kind }) => kind)).toEqual(['first-token'])
    expect(isUnreadable(findings)).toBe(false)
    expect(findings[0]?.text).toMatch(/^The first prompt token holds \d\d %/)
    expect(kinds(matrix(4, 1, [9, 1, 0, 0]))).toEqual([])
  })

  it('grades the agreement with leave-one-out', () => {
    const noise = Array.from(healthy.data, () => random() - 0.5)
    const mixed = (weight: number) => ({
      ...healthy,
      data: healthy.data.map((a, i) => a + weight * noise[i]!)
    })
    expect(kinds(healthy, matrix(nTokens, 10, noise))).toEqual(['disagrees-with-leave-one-out'])
    expect(kinds(healthy, mixed(1.5))).toEqual(['agrees-loosely-with-leave-one-out'])
    const opposite = verdict(
      importanceSigns(healthy, { ...healthy, data: healthy.data.map((a) => -a) })
    )
    expect(opposite[0]?.text).toContain('−1.00')
  })

  it('names an empty response and a map without positive importance', () => {
    expect(kinds(matrix(3, 0, []))).toEqual(['empty-response'])
    expect(kinds(matrix(2, 2, [-1, 0, 0, -3]))).toEqual(['no-positive-importance'])
  })

  it('mentions columns without positive importance when they are many', () => {
    const some = { ...healthy, data: healthy.data.map((a, i) => (i % 10 < 3 ? -1 : a)) }
    const findings = verdict(importanceSigns(some))
    expect(findings.map(({ kind }) => kind)).toEqual(['many-empty-columns'])
    expect(findings[0]?.text).toMatch(/^3 of 10 response tokens/)
  })
})

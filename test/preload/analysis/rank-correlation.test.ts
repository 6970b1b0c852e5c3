import { describe, expect, it } from 'vitest'
import { averageRanks, pearson, spearman } from '../../../preload/analysis/rank-correlation.ts'
import { descendingRanks, tokenRanks } from '../../../preload/analysis/token-rank.ts'

describe('pearson', () => {
  it("gives Anscombe's 0.816", () => {
    const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5]
    const y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68]
    expect(pearson(x, y)).toBeCloseTo(0.81642051634484, 12)
  })

  it('keeps its value at any scale', () => {
    expect(pearson([1e-200, 2e-200, 4e-200], [1e200, 2e200, 4e200])).toBeCloseTo(1, 14)
  })

  it('is null where a list is constant or too short, and refuses lists of different length', () => {
    expect(pearson([0.1, 0.1, 0.1], [1, 2, 3])).toBeNull()
    expect(pearson([1], [2])).toBeNull()
    expect(() => pearson([1, 2], [1])).toThrow(RangeError)
  })
})

describe('spearman', () => {
  it('gives the textbook value of IQ against hours of television', () => {
    // Wikipedia, "Spearman's rank correlation coefficient": ρ = −29/165.
    const iq = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110]
    const hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17]
    expect(spearman(iq, hours)).toBeCloseTo(-29 / 165, 12)
  })

  it('gives ties their average rank', () => {
    expect([...averageRanks([3, 1, 3, 2, 3])]).toEqual([4, 1, 4, 2, 4])
    // Ranks 1.5, 1.5, 3 against 1, 2, 3.
    expect(spearman([5, 5, 9], [1, 2, 3])).toBeCloseTo(Math.sqrt(0.75), 12)
  })

  it('sees order only', () => {
    expect(spearman([1, 2, 3, 4], [1, 10, 100, 1000])).toBeCloseTo(1, 14)
  })
})

describe('ranks for the hover text', () => {
  it('counts from 1 for the largest, ties sharing the best rank', () => {
    expect([...descendingRanks([0.2, 0.9, 0.9, -1, 0.5])]).toEqual([4, 1, 1, 5, 3])
    expect([...descendingRanks([])]).toEqual([])
  })

  it('reads one column of a matrix', () => {
    const importance = { data: Float32Array.of(1, 9, 2, 8, 3, 7), rows: 3, columns: 2 }
    expect([...tokenRanks(importance, 0)]).toEqual([3, 2, 1])
    expect([...tokenRanks(importance, 1)]).toEqual([1, 2, 3])
    expect(() => tokenRanks(importance, 2)).toThrow(/column is 2, expected 0 to 1/)
  })
})

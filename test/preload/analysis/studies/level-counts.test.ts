import { expect, it } from 'vitest'
import { levelCounts } from '../../../../preload/analysis/studies/level-counts.ts'

const rowOf = (counts: Int32Array, n: number) => [...counts.subarray(n * 10, (n + 1) * 10)]

it('counts each level of each row, and no zero', () => {
  const counts = levelCounts(Uint8Array.of(0, 1, 10, 10, 3, 0), 2, 3, 3)
  expect(rowOf(counts, 0)).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 1])
  expect(rowOf(counts, 1)).toEqual([0, 0, 1, 0, 0, 0, 0, 0, 0, 1])
})

it('takes the first columns of every row where the response is cut', () => {
  const counts = levelCounts(Uint8Array.of(1, 2, 3, 4, 5, 6), 2, 3, 1)
  expect(rowOf(counts, 0)).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0])
  expect(rowOf(counts, 1)).toEqual([0, 0, 0, 1, 0, 0, 0, 0, 0, 0])
})

it('gives rows of zeros for an empty response', () => {
  expect(levelCounts(new Uint8Array(0), 2, 0, 0)).toEqual(new Int32Array(20))
})

it('refuses a wrong shape, columns that are not there and a level above 10', () => {
  expect(() => levelCounts(new Uint8Array(5), 2, 3, 3)).toThrow('5 entries, expected 2 × 3 = 6')
  expect(() => levelCounts(new Uint8Array(6), 2, 3, 4)).toThrow('4 columns, expected 0 to 3')
  expect(() => levelCounts(Uint8Array.of(11), 1, 1, 1)).toThrow('levels hold 11')
})

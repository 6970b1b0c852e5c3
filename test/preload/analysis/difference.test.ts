import { describe, expect, it } from 'vitest'
import { aggregate, singleTokens } from '../../../preload/analysis/aggregate.ts'
import { difference, differenceByGroups } from '../../../preload/analysis/difference.ts'
import { sentenceGroups, wordGroups } from '../../../preload/analysis/word-groups.ts'
import type { Span } from '../../../preload/analysis/attribution-record.ts'

const matrix = (rows: number, columns: number, values: readonly number[]) => ({
  data: Float32Array.from(values),
  rows,
  columns
})

describe('aggregate', () => {
  it('sums signed importance over the tokens of each group', () => {
    const words = aggregate(matrix(3, 2, [1, 2, 3, 4, -5, 6]), [[0, 1], [2]], [[0, 1]])
    expect(words).toEqual({ data: Float64Array.of(10, 1), rows: 2, columns: 1 })
  })

  it('leaves an axis alone with one group a token, and out what no group names', () => {
    const raw = matrix(2, 2, [1, 2, 3, 4])
    expect([...aggregate(raw, singleTokens(2), singleTokens(2)).data]).toEqual([1, 2, 3, 4])
    expect([...aggregate(raw, [[1], []], singleTokens(2)).data]).toEqual([3, 4, 0, 0])
  })

  it('refuses a token outside the matrix or named twice', () => {
    const raw = matrix(2, 1, [1, 2])
    expect(() => aggregate(raw, [[2]], [[0]])).toThrow(/row group names token 2/)
    expect(() => aggregate(raw, [[0], [0]], [[0]])).toThrow(/twice/)
  })
})

describe('difference', () => {
  it('subtracts columns scaled by their own largest entry', () => {
    const base = matrix(2, 2, [4, -1, 1, 0])
    const tuned = matrix(2, 2, [0.1, 7, 0.2, 7])
    const { data } = difference(base, tuned)
    // Base: 1, 0 / ¼, 0. Tuned: ½, 1 / 1, 1.
    ;[-0.5, 1, 0.75, 1].forEach((d, i) => expect(data[i]).toBeCloseTo(d, 6))
  })

  it('refuses maps of different shape', () => {
    expect(() => difference(matrix(1, 2, [1, 2]), matrix(2, 1, [1, 2]))).toThrow(/same shape/)
  })

  it('is the same for one text under two tokenizers once words are summed', () => {
    const base = matrix(2, 1, [3, 1])
    const tuned = matrix(3, 1, [1, 2, 1])
    const result = differenceByGroups(base, { rows: [[0], [1]], columns: [[0]] }, tuned, {
      rows: [[0, 1], [2]],
      columns: [[0]]
    })
    expect([result.rows, result.columns]).toEqual([2, 1])
    result.data.forEach((d) => expect(d).toBeCloseTo(0, 8))
  })
})

describe('wordGroups', () => {
  const text = 'Say it 😀 twice, é!'
  const fine: Span[] = [
    [0, 2],
    [2, 3],
    [4, 6],
    [7, 8],
    [9, 12],
    [12, 14],
    [14, 15],
    [16, 17],
    [17, 18]
  ]
  const coarse: Span[] = [
    [0, 3],
    [4, 6],
    [7, 8],
    [9, 15],
    [16, 18]
  ]

  it('puts tokens of two tokenisations into the same words, counting code points', () => {
    const [a, b] = wordGroups(text, [fine, coarse])
    expect(a).toEqual([[0, 1], [2], [3], [4, 5, 6], [7, 8]])
    expect(b).toEqual([[0], [1], [2], [3], [4]])
  })

  it('joins words that a token of either tokenisation reaches over', () => {
    const [a, b] = wordGroups('a b\n\nc d', [
      [
        [0, 1],
        [2, 6],
        [7, 8]
      ],
      [
        [0, 1],
        [2, 3],
        [3, 5],
        [5, 6],
        [7, 8]
      ]
    ])
    expect(a).toEqual([[0], [1], [2]])
    expect(b).toEqual([[0], [1, 2, 3], [4]])
  })

  it('leaves out template tokens and keeps tokens without characters', () => {
    const [a] = wordGroups('one two', [
      [
        [-9, -2],
        [-1, 0],
        [0, 3],
        [3, 3],
        [4, 7],
        [7, 12]
      ]
    ])
    expect(a).toEqual([[2, 3], [4]])
  })

  it('keeps the count equal where one tokenisation ends early', () => {
    const [a, b] = wordGroups('one two', [
      [
        [0, 3],
        [4, 7]
      ],
      [[0, 3]]
    ])
    expect(a).toEqual([[0], [1]])
    expect(b).toEqual([[0], []])
  })

  it('finds nothing in an empty text', () => {
    expect(wordGroups('', [[], []])).toEqual([[], []])
  })
})

describe('sentenceGroups', () => {
  it('ends a sentence at a stop and white space, or at a line break', () => {
    const text = 'Pay 3.5 now. Is it?\nYes'
    const ranges: Span[] = [
      [0, 3],
      [4, 7],
      [8, 12],
      [13, 15],
      [16, 19],
      [20, 23]
    ]
    expect(sentenceGroups(text, [ranges])).toEqual([[[0, 1, 2], [3, 4], [5]]])
  })
})

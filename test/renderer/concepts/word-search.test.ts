import { describe, expect, it } from 'vitest'
import type { WordHit } from '../../../preload/analysis/concepts/record.ts'
import { searchableWords, suggestWords } from '../../../renderer/views/concepts/find-words.ts'
import { hitRows, largestScore, sortedHits } from '../../../renderer/views/concepts/word-hits.ts'

describe('suggestions', () => {
  const lower = searchableWords(['resign', 'Sign', 'signs', 'design', 'SIGNED', 'port'])

  it('the word itself first, then words that begin so, then words that hold it', () => {
    expect(suggestWords(lower, ' sign ', 10)).toEqual([1, 2, 4, 0, 3])
    expect(suggestWords(lower, 'sign', 2)).toEqual([1, 2])
  })

  it('nothing typed suggests nothing', () => {
    expect(suggestWords(lower, '  ', 10)).toEqual([])
  })

  it('answers a key press over 100 000 words within 100 ms', () => {
    const words = searchableWords(Array.from({ length: 100_000 }, (_, i) => `word${i}`))
    const start = performance.now()
    expect(suggestWords(words, 'word99999', 12)).toEqual([99_999])
    expect(performance.now() - start).toBeLessThan(100)
  })
})

describe('hits', () => {
  const hit = (changes: Partial<WordHit>): WordHit => ({
    word: 7,
    layer: 1,
    role: 'base',
    direction: 0,
    rank: 0,
    score: 0.1,
    ...changes
  })
  const hits = [
    hit({ score: 0.1 }),
    hit({ score: -0.4, direction: 3 }),
    hit({ role: 'tuned', layer: 2, score: 0.2 }),
    hit({ word: 9, score: 0.3 })
  ]

  it('a row a word and model, the hit of the largest magnitude first', () => {
    const rows = hitRows(hits, [7, 9], ['base', 'tuned'], [1, 2])
    expect(rows.map(({ word, role }) => `${word} ${role}`)).toEqual([
      '7 base',
      '7 tuned',
      '9 base',
      '9 tuned'
    ])
    expect(rows[0]!.cells.map((cell) => cell.map(({ score }) => score))).toEqual([[-0.4, 0.1], []])
    expect(rows[1]!.cells[1]![0]!.score).toBe(0.2)
    expect(largestScore(hits)).toBe(0.4)
  })

  it('sorts the table by the words as they were chosen, layer, model and magnitude', () => {
    expect(sortedHits(hits, [9, 7]).map(({ score }) => score)).toEqual([0.3, -0.4, 0.1, 0.2])
  })
})

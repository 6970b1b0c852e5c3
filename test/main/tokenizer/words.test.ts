import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { slicePoints } from '../../../main/tokenizer/code-points.ts'
import { alignWords, groupWords, type Word, wordRanges } from '../../../main/tokenizer/words.ts'
import { fixtureTokenizer } from '../../helpers/fixture-tokenizers.ts'
import { mixedText } from '../../helpers/mixed-text.ts'

const text = 'The gardens, "don\'t" — 12.5 日本 😀!'
const bytes = fixtureTokenizer('llama3')
const pieces = fixtureTokenizer('sentencepiece')

function wordsOf(tokenizer: typeof bytes, of: string): readonly Word[] {
  const { ranges, isSpecial } = tokenizer.encode(of, { addSpecialTokens: true })
  return groupWords(of, ranges, isSpecial)
}

describe('wordRanges', () => {
  it('takes words with inner apostrophes and hyphens, and runs of marks', () => {
    const words = wordRanges(text).map(([start, end]) => slicePoints(text, start, end))
    expect(words).toEqual([
      'The',
      'gardens',
      ',',
      '"',
      "don't",
      '"',
      '—',
      '12',
      '.',
      '5',
      '日本',
      '😀!'
    ])
  })
})

describe('groupWords', () => {
  it.each([bytes, pieces])('puts every token into one word, in order', (tokenizer) => {
    fc.assert(
      fc.property(mixedText, (any) => {
        const { ranges } = tokenizer.encode(any, { addSpecialTokens: false })
        const words = groupWords(any, ranges)
        expect(words.flatMap(({ tokens: [from, to] }) => ranges.slice(from, to))).toEqual(ranges)
        words.forEach(({ tokens: [from, to], range }, w) => {
          expect(to).toBeGreaterThan(from)
          expect(range[0]).toBeGreaterThanOrEqual(words[w - 1]?.range[0] ?? 0)
        })
      }),
      { numRuns: 200, seed: 8 }
    )
  })

  it('gives both tokenisations of plain words the same words, BOS apart', () => {
    const shown = (words: readonly Word[]): readonly string[] =>
      words.map(({ range }) => slicePoints(text, ...range))
    expect(shown(wordsOf(bytes, text))).toContain('gardens')
    expect(shown(wordsOf(pieces, text))).toContain('gardens')
    expect(wordsOf(pieces, text)[0]).toEqual({ tokens: [0, 1], range: [0, 0] })
  })

  it('gives a lone space mark to the word after it', () => {
    const words = groupWords('a vo', [
      [0, 1],
      [2, 2],
      [2, 3],
      [3, 4]
    ])
    expect(words).toEqual([
      { tokens: [0, 1], range: [0, 1] },
      { tokens: [1, 4], range: [2, 4] }
    ])
  })

  it('joins the words that one token spans', () => {
    const words = groupWords('go. Now on', [
      [0, 2],
      [2, 7],
      [8, 10]
    ])
    expect(words.map(({ tokens }) => tokens)).toEqual([
      [0, 1],
      [1, 2],
      [2, 3]
    ])
    const merged = groupWords('go. Now on', [
      [0, 1],
      [1, 5],
      [5, 7],
      [8, 10]
    ])
    expect(merged.map(({ tokens }) => tokens)).toEqual([
      [0, 3],
      [3, 4]
    ])
  })
})

describe('alignWords', () => {
  const word = (from: number, to: number, start: number, end: number): Word => ({
    tokens: [from, to],
    range: [start, end]
  })

  it('pairs equal words and takes parts together', () => {
    const a = [word(0, 1, 0, 3), word(1, 3, 4, 10), word(3, 4, 11, 12)]
    const b = [word(0, 2, 0, 3), word(2, 3, 4, 6), word(3, 4, 6, 10), word(4, 5, 11, 12)]
    expect(alignWords(a, b)).toEqual([
      { a: [0, 1], b: [0, 1] },
      { a: [1, 2], b: [1, 3] },
      { a: [2, 3], b: [3, 4] }
    ])
  })

  it('covers all words of both, for any text', () => {
    fc.assert(
      fc.property(mixedText, (any) => {
        const [a, b] = [wordsOf(bytes, any), wordsOf(pieces, any)]
        const pairs = alignWords(a, b)
        pairs.forEach((pair, i) => {
          expect([pair.a[0], pair.b[0]]).toEqual([pairs[i - 1]?.a[1] ?? 0, pairs[i - 1]?.b[1] ?? 0])
        })
        expect([pairs.at(-1)?.a[1] ?? 0, pairs.at(-1)?.b[1] ?? 0]).toEqual([a.length, b.length])
      }),
      { numRuns: 300, seed: 9 }
    )
  })
})

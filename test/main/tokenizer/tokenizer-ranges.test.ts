import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fixtureTokenizer, tokenizerNames } from '../../helpers/fixture-tokenizers.ts'
import { mixedText } from '../../helpers/mixed-text.ts'

describe.each(tokenizerNames)('character ranges of %s', (name) => {
  const tokenizer = fixtureTokenizer(name)

  it('rise, lie inside the text, begin with no space and cover every other character', () => {
    fc.assert(
      fc.property(mixedText, (text) => {
        const { ranges } = tokenizer.encode(text, { addSpecialTokens: true })
        const points = Array.from(text)
        const isCovered = points.map((point) => point === ' ')
        let [lastStart, lastEnd] = [0, 0]
        for (const [start, end] of ranges) {
          expect(start).toBeGreaterThanOrEqual(lastStart)
          expect(end).toBeGreaterThanOrEqual(lastEnd)
          expect(end).toBeGreaterThanOrEqual(start)
          expect(end).toBeLessThanOrEqual(points.length)
          if (end > start) expect(points[start]).not.toBe(' ')
          isCovered.fill(true, start, end)
          ;[lastStart, lastEnd] = [start, end]
        }
        expect(isCovered).not.toContain(false)
      }),
      { numRuns: 500, seed: 2 }
    )
  })

  it('give back the token: decoding it alone gives the text of its range', () => {
    const text = 'The red dog  sees\n\nthe (garden), 12 times.'
    const { ids, ranges } = tokenizer.encode(text, { addSpecialTokens: false })
    const points = Array.from(text)
    ids.forEach((id, i) => {
      const own = points.slice(...ranges[i]!).join('')
      expect(tokenizer.decode([id]).replace(/^ +/, '')).toBe(own)
    })
  })
})

describe('character ranges', () => {
  it('give a part of a character the range of the whole one', () => {
    const { tokens, ranges } = fixtureTokenizer('sentencepiece').encode('a 😀b', {
      addSpecialTokens: false
    })
    expect(tokens).toEqual(['▁a', '▁', '<0xF0>', '<0x9F>', '<0x98>', '<0x80>', 'b'])
    expect(ranges).toEqual([
      [0, 1],
      [2, 2],
      [2, 3],
      [2, 3],
      [2, 3],
      [2, 3],
      [3, 4]
    ])
  })

  it('give a composed character the range of what it was composed of', () => {
    const { ranges } = fixtureTokenizer('qwen2').encode('e\u0301\u0323x', {
      addSpecialTokens: false
    })
    expect(ranges[0]).toEqual([0, 3])
    expect(ranges.at(-1)).toEqual([3, 4])
  })
})

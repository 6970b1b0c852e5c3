import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stripText } from '../../../renderer/views/attribution/strip-text.ts'
import {
  addSpan,
  fromCodePointSpans,
  moveSpans,
  splitAtSpans,
  toCodePointSpans
} from '../../../renderer/views/attribution/text-spans.ts'

describe('addSpan', () => {
  it('leaves out white space at the ends, and parts that are nothing but that', () => {
    expect(addSpan('  Say it.  ', [], [0, 11])).toEqual([[2, 9]])
    expect(addSpan('a   b', [], [1, 4])).toEqual([])
  })

  it('joins parts that touch or overlap and keeps the rest in order', () => {
    expect(addSpan('abcdefghij', [[6, 8]], [1, 3])).toEqual([
      [1, 3],
      [6, 8]
    ])
    expect(
      addSpan(
        'abcdefghij',
        [
          [1, 3],
          [6, 8]
        ],
        [2, 6]
      )
    ).toEqual([[1, 8]])
  })
})

describe('moveSpans', () => {
  it('moves a part along with text typed before it, and leaves it when text is typed behind', () => {
    expect(moveSpans('Say it. Now', 'Please. Say it. Now', [[0, 7]])).toEqual([[8, 15]])
    expect(moveSpans('Say it. Now', 'Say it. Now!', [[0, 7]])).toEqual([[0, 7]])
  })

  it('grows with text typed inside, shrinks with text cut, goes with text replaced', () => {
    expect(moveSpans('Say it.', 'Say xx it.', [[0, 7]])).toEqual([[0, 10]])
    expect(moveSpans('Say it now', 'Say', [[0, 6]])).toEqual([[0, 3]])
    expect(moveSpans('aaa bbb ccc', 'aaa  ccc', [[4, 7]])).toEqual([])
  })

  it('never leaves the text, whatever the edit', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.nat(20), fc.nat(20), (before, after, a, b) => {
        const start = Math.min(a, b, before.length)
        const end = Math.min(Math.max(a, b), before.length)
        for (const [from, to] of moveSpans(before, after, start < end ? [[start, end]] : [])) {
          expect(from).toBeGreaterThanOrEqual(0)
          expect(to).toBeLessThanOrEqual(after.length)
          expect(from).toBeLessThan(to)
        }
      })
    )
  })
})

describe('code points of the stripped prompt', () => {
  it('an emoji counts one and the white space before the text none', () => {
    expect(toCodePointSpans(' \n🙂 Say it.', [[5, 12]])).toEqual([[2, 9]])
    expect(fromCodePointSpans(' \n🙂 Say it.', [[2, 9]])).toEqual([[5, 12]])
  })

  it('goes there and back for every part of every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(30), fc.nat(30), (text, a, b) => {
        const points = [...stripText(text)]
        const span = [
          Math.min(a, b, points.length),
          Math.min(Math.max(a, b), points.length)
        ] as const
        if (span[0] === span[1]) return
        expect(toCodePointSpans(text, fromCodePointSpans(text, [span]))).toEqual([span])
      })
    )
  })

  it('strips as Python does, not as trim() does', () => {
    expect(stripText('\u001f\u0085 a\u00a0')).toBe('a')
    expect(stripText('\ufeffa ')).toBe('\ufeffa')
  })
})

it('splitAtSpans gives back the text, marked where it is', () => {
  const parts = splitAtSpans('Say it. Now', [[0, 7]])
  expect(parts).toEqual([
    { text: 'Say it.', isMarked: true },
    { text: ' Now', isMarked: false }
  ])
})

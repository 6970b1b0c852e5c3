import { expect, it } from 'vitest'
import { alignText } from '../../../../main/tokenizer/pipeline/aligned-text.ts'
import { compilePattern } from '../../../../main/tokenizer/pipeline/pattern.ts'
import {
  splitAligned,
  type SplitBehavior
} from '../../../../main/tokenizer/pipeline/split-behavior.ts'

// The example in the documentation of the reference, "the-final--countdown" cut at "-", and its ends.
const expected: readonly (readonly [SplitBehavior, string, readonly string[]])[] = [
  ['Removed', 'the-final--countdown', ['the', 'final', 'countdown']],
  ['Isolated', 'the-final--countdown', ['the', '-', 'final', '-', '-', 'countdown']],
  ['MergedWithPrevious', 'the-final--countdown', ['the-', 'final-', '-', 'countdown']],
  ['MergedWithNext', 'the-final--countdown', ['the', '-final', '-', '-countdown']],
  ['Contiguous', 'the-final--countdown', ['the', '-', 'final', '--', 'countdown']],
  ['MergedWithPrevious', '-a-', ['-', 'a-']],
  ['MergedWithNext', '-a-', ['-a', '-']],
  ['MergedWithNext', '--', ['-', '-']],
  ['Removed', '', []]
]

it.each(expected)('%s cuts "%s" as the reference does', (behavior, text, pieces) => {
  const cut = splitAligned(alignText(text), compilePattern('-', '')(text), behavior)
  expect(cut.map((piece) => piece.text)).toEqual(pieces)
  cut.forEach((piece) => {
    const own = text.slice(piece.starts[0], piece.ends.at(-1))
    expect(own).toBe(piece.text)
  })
})

it('inverted, keeps the matches and drops the rest', () => {
  const cut = splitAligned(alignText('a-b'), compilePattern('-', '')('a-b'), 'Removed', true)
  expect(cut.map((piece) => piece.text)).toEqual(['-'])
})

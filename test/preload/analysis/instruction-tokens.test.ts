import { describe, expect, it } from 'vitest'
import { instructionTokens } from '../../../preload/analysis/instruction-tokens.ts'
import type { Span } from '../../../preload/analysis/attribution-record.ts'

// "<s>" + "Say it twice" + " ok": the BOS has no characters.
const side = {
  ranges: [
    [0, 0],
    [0, 3],
    [4, 6],
    [7, 12],
    [13, 15]
  ] as Span[],
  promptPositions: [1, 4] as Span,
  promptOffset: 0
}

describe('instructionTokens', () => {
  it('takes the prompt tokens that overlap a span, counted from the first prompt token', () => {
    expect(instructionTokens(side, [[4, 8]])).toEqual([1, 2])
    expect(instructionTokens(side, [[0, 3]])).toEqual([0])
    expect(
      instructionTokens(side, [
        [11, 12],
        [0, 1]
      ])
    ).toEqual([0, 2])
  })

  it('does not take a token that only touches a span, nor one of the response', () => {
    expect(instructionTokens(side, [[3, 4]])).toEqual([])
    expect(instructionTokens(side, [[12, 15]])).toEqual([])
  })

  it('is null without a span', () => {
    expect(instructionTokens(side, [])).toBeNull()
  })

  it('leaves out the tokens of a chat template and counts from the prompt inside it', () => {
    const wrapped = {
      ranges: [
        [0, 8],
        [8, 11],
        [12, 14]
      ] as Span[],
      promptPositions: [0, 3] as Span,
      promptOffset: 8
    }
    expect(instructionTokens(wrapped, [[0, 3]])).toEqual([1])
  })
})

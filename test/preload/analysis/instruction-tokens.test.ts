import { existsSync, readFileSync } from 'node:fs'
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

  it('takes a token without characters inside a span, not one at its edge', () => {
    // "a  b": a, a lone space mark, b.
    const spaced = {
      ranges: [
        [0, 1],
        [2, 2],
        [3, 4]
      ] as Span[],
      promptPositions: [0, 3] as Span,
      promptOffset: 0
    }
    expect(instructionTokens(spaced, [[0, 4]])).toEqual([0, 1, 2])
    expect(instructionTokens(spaced, [[2, 4]])).toEqual([2])
    expect(instructionTokens(spaced, [[0, 2]])).toEqual([0])
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

const folder = '../shared/paper'
const isMissing = !existsSync(folder)

/** Code point ranges of SentencePiece pieces in `text`, leading space left out; a byte has its character's. */
function pieceRanges(pieces: readonly string[], text: string): Span[] {
  let end = -1
  let bytesLeft = 0
  const points = Array.from(text)
  return pieces.map((piece) => {
    if (/^<0x..>$/.test(piece)) {
      if (bytesLeft === 0) bytesLeft = Buffer.byteLength(points[end++]!)
      bytesLeft--
      return [end - 1, end]
    }
    const start = piece.startsWith('▁') ? end + 1 : end
    end += Array.from(piece).length
    return [start, end]
  })
}

it.skipIf(isMissing)(
  `the overlap rule gives the instruction tokens of the paper's cases, and in a few one space mark more${isMissing ? ` (skipped: folder ${folder} is missing)` : ''}`,
  () => {
    let nMore = 0
    for (const line of readFileSync(`${folder}/llama-7b.jsonl`, 'utf8').trim().split('\n')) {
      const entry = JSON.parse(line) as {
        case: string
        prompt: string
        instruction_spans: Span[]
        instruction_tokens: number[]
        input_tokens: string[]
      }
      const found = instructionTokens(
        {
          ranges: pieceRanges(entry.input_tokens, entry.prompt),
          promptPositions: [0, entry.input_tokens.length],
          promptOffset: 0
        },
        entry.instruction_spans
      )!
      const more = found.filter((n) => !entry.instruction_tokens.includes(n))
      expect(
        entry.instruction_tokens.filter((n) => !found.includes(n)),
        entry.case
      ).toEqual([])
      expect(more.length, entry.case).toBeLessThanOrEqual(1)
      more.forEach((n) => expect(entry.input_tokens[n], entry.case).toMatch(/^▁"?$/))
      nMore += more.length
    }
    expect(nMore).toBe(5)
  }
)

import { describe, expect, it } from 'vitest'
import {
  chooseWords,
  randomOfSpan,
  type ChosenWords
} from '../../../../main/analyses/ablation/choose-words.ts'
import { promptWords } from '../../../../main/analyses/ablation/prompt-words.ts'
import type { Span } from '../../../../preload/analysis/attribution-record.ts'

/** A token a character but for spaces, which belong to none; a BOS before. */
function sideOf(prompt: string, special: readonly number[] = []) {
  const ranges: Span[] = [[0, 0]]
  Array.from(prompt).forEach((point, at) => {
    if (!/\s/u.test(point)) ranges.push([at, at + 1])
  })
  return {
    ranges,
    promptPositions: [1, ranges.length] as const,
    promptOffset: 0,
    isSpecial: ranges.map((_, t) => t === 0 || special.includes(t - 1))
  }
}

function spanOf(prompt: string, text: string): Span {
  const at = prompt.indexOf(text)
  return [at, at + text.length]
}

describe('words of a prompt', () => {
  it('are runs without white space, with the tokens that overlap them', () => {
    const prompt = 'ab c\n\n de'
    expect(promptWords(sideOf(prompt), prompt, [0, 9])).toEqual([
      { span: [0, 2], tokens: [0, 1] },
      { span: [3, 4], tokens: [2] },
      { span: [7, 9], tokens: [3, 4] }
    ])
  })

  it('are cut where the stretch ends inside one', () => {
    const prompt = 'abc def'
    expect(promptWords(sideOf(prompt), prompt, [1, 5])).toEqual([
      { span: [1, 3], tokens: [1, 2] },
      { span: [4, 5], tokens: [3] }
    ])
  })

  it('count code points, not UTF-16 units', () => {
    const prompt = '😀 é𝒳'
    expect(promptWords(sideOf(prompt), prompt, [0, 4]).map(({ span }) => span)).toEqual([
      [0, 1],
      [2, 4]
    ])
  })
})

describe('chosen words', () => {
  const prompt = 'say it: aa b cc d ee'
  const spans = [spanOf(prompt, 'say it')]
  const choose = (seed: number, name = 'one'): ChosenWords => {
    const random = randomOfSpan(seed, name, 0)
    const found = chooseWords({ side: sideOf(prompt), prompt, spans, span: 0 }, random)
    if (typeof found === 'string') throw new Error(found)
    return found
  }

  it('are the instruction’s, and as many others', () => {
    const { nWords, instruction, context } = choose(1)
    expect(nWords).toBe(2)
    expect(instruction).toEqual([0, 1, 2, 3, 4])
    // The colon shares its word with the instruction, so it is no context.
    const words = [[6, 7], [8], [9, 10], [11], [12, 13]]
    const taken = words.filter((word) => word.every((token) => context.includes(token)))
    expect(taken.length).toBe(2)
    expect(context).toEqual(taken.flat())
  })

  it('are the same for a seed, case and span, and others for another', () => {
    expect(choose(1)).toEqual(choose(1))
    const seeds = Array.from({ length: 20 }, (_, seed) => choose(seed).context.join())
    expect(new Set(seeds).size).toBeGreaterThan(5)
    const names = Array.from({ length: 20 }, (_, i) => choose(1, `case ${i}`).context.join())
    expect(new Set(names).size).toBeGreaterThan(5)
  })

  it('are drawn evenly', () => {
    const counts = new Map<number, number>()
    for (let seed = 0; seed < 2_000; seed++) {
      for (const token of choose(seed).context) counts.set(token, (counts.get(token) ?? 0) + 1)
    }
    // Two of five words: 800 ± 22 each.
    for (const token of [6, 8, 9, 11, 12]) {
      expect(Math.abs(counts.get(token)! - 800)).toBeLessThan(110)
    }
  })

  it.each([
    ['context words that are too few', 'do this now x', 'do this now', '1 context words, 3 needed'],
    ['no context at all', 'do this', 'do this', '0 context words, 2 needed']
  ])('are none for %s', (_, text, instruction, why) => {
    const request = {
      side: sideOf(text),
      prompt: text,
      spans: [spanOf(text, instruction)],
      span: 0
    }
    expect(chooseWords(request, randomOfSpan(1, 'one', 0))).toBe(why)
  })

  it('leave special tokens and all other instructions alone', () => {
    const text = 'go xx yy stop zz'
    const request = {
      // The second character of "xx" is a special token.
      side: sideOf(text, [3]),
      prompt: text,
      spans: [spanOf(text, 'go'), spanOf(text, 'stop')],
      span: 0
    }
    for (let seed = 0; seed < 50; seed++) {
      const found = chooseWords(request, randomOfSpan(seed, 'one', 0))
      if (typeof found === 'string') throw new Error(found)
      expect([
        [4, 5],
        [10, 11]
      ]).toContainEqual(found.context)
    }
  })

  it('are the user’s own where a chat template stands around the prompt', () => {
    const text = 'go xx yy'
    // "A B " before and " C" after it: code points 4 to 12 are the prompt's.
    const whole = sideOf(`A B ${text} C`)
    const isTemplate = (t: number) => whole.ranges[t]![1] <= 4 || whole.ranges[t]![0] >= 12
    const side = {
      ...whole,
      promptOffset: 4,
      isSpecial: whole.isSpecial.map((is, t) => is || isTemplate(t))
    }
    for (let seed = 0; seed < 20; seed++) {
      const request = { side, prompt: text, spans: [spanOf(text, 'go')], span: 0 }
      const found = chooseWords(request, randomOfSpan(seed, 'one', 0))
      if (typeof found === 'string') throw new Error(found)
      expect(found.instruction).toEqual([2, 3])
      expect([
        [4, 5],
        [6, 7]
      ]).toContainEqual(found.context)
    }
  })

  it('are none where the instruction lies beyond the prompt’s own tokens', () => {
    const text = 'aa bb cc'
    const side = { ...sideOf(text), promptPositions: [1, 5] as const }
    const request = { side, prompt: text, spans: [spanOf(text, 'cc')], span: 0 }
    expect(chooseWords(request, randomOfSpan(1, 'one', 0))).toBe(
      'the instruction has no word of the prompt'
    )
  })
})

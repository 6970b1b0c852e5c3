import { describe, expect, it } from 'vitest'
import { comparisonText } from '../../../main/cli/comparison-text.ts'
import { makeRecord, makeSide } from '../../helpers/make-record.ts'

const lineWith = (text: string, start: string): string =>
  text.split('\n').find((line) => line.startsWith(start)) ?? ''

describe('comparisonText', () => {
  it('shows both models in one row, base first', () => {
    const text = comparisonText(makeRecord())
    expect(text).toMatch(/base: tiny +tuned: tiny-tuned/)
    // The density of "Say" is 1 in both maps, and it is the one instruction token: 1 / log2(3).
    expect(lineWith(text, 'instruction score')).toMatch(/ 0\.631 +0\.631$/)
    expect(lineWith(text, 'prompt, response tokens')).toMatch(/3, 2 +3, 2$/)
    expect(lineWith(text, 'agrees with leave-one-out')).toMatch(/– +-?\d\.\d{3}$/)
  })

  it('has no score without an instruction', () => {
    const text = comparisonText(makeRecord({ instructionSpans: [] }))
    expect(text).not.toContain('instruction score')
    expect(text).not.toContain('* ')
  })

  it('draws a bar a word, and marks the instruction', () => {
    const text = comparisonText(makeRecord())
    expect(lineWith(text, '* Say')).toMatch(/^\* Say +[█·]{14} \d\.\d\d +[█·]{14} \d\.\d\d$/)
    expect(lineWith(text, '  =2')).not.toBe('')
  })

  it('keeps a long prompt short and says so', () => {
    const words = Array.from({ length: 90 }, (_, i) => `w${i}`)
    const prompt = words.join(' ')
    let at = 0
    const ranges = words.map((word) => {
      const range = [at, at + word.length] as const
      at += word.length + 1
      return range
    })
    const side = makeSide({
      ids: [...words, 'x'].map((_, i) => i),
      tokens: [...words, 'x'],
      ranges: [...ranges, [at, at + 1]],
      isSpecial: [...words, 'x'].map(() => false),
      promptPositions: [0, 90],
      responsePositions: [90, 91],
      importance: Float32Array.from(words, (_, i) => (i === 80 ? 1 : 0)),
      probability: Float32Array.of(1)
    })
    const text = comparisonText(makeRecord({ prompt, instructionSpans: [], sides: [side] }))
    expect(text).toContain('and 30 words more')
    expect(lineWith(text, '  w80')).toContain('1.00')
  })

  it('says in words when a map should not be read', () => {
    const even = makeSide({ importance: new Float32Array(6).fill(0.1) })
    const text = comparisonText(makeRecord({ sides: [even] }))
    expect(text).toMatch(/base, not to be read: Importance is spread almost evenly/)
  })

  it('shows an empty response as such', () => {
    const empty = makeSide({
      response: '',
      responsePositions: [4, 4],
      importance: new Float32Array(0),
      probability: new Float32Array(0),
      direction: null
    })
    const text = comparisonText(makeRecord({ sides: [empty] }))
    expect(text).toContain('response: (empty)')
    expect(lineWith(text, 'instruction score')).toMatch(/0\.000$/)
    expect(text).toContain('The model answered nothing')
  })

  const hostile = [
    '\u001b[31mred',
    '\u001b]0;title\u0007',
    '\u202egnp.exe',
    '\u2066x\u2069',
    'a\u200bb',
    '\ufeffx',
    '\u009b31m',
    'x\ry',
    '\u0000',
    'a\bb'
  ]
  it.each(hostile)('makes %j visible wherever it comes from', (word) => {
    const prompt = `Say ${word}`
    const length = Array.from(prompt).length
    const side = makeSide({
      name: word,
      response: word,
      tokens: ['<s>', '▁Say', `▁${word}`, word, word, word],
      ranges: [
        [0, 0],
        [0, 3],
        [4, length],
        [length, length],
        [length + 1, length + 2],
        [length + 2, length + 3]
      ]
    })
    const record = makeRecord({ prompt, foil: word, notes: [word], sides: [side] })
    expect(comparisonText(record)).not.toMatch(
      // Line breaks are the text's own.
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/
    )
  })
})

import { describe, expect, it } from 'vitest'
import { flatCsv } from '../../../renderer/views/heads/flat-csv.ts'
import { factWords, parameterWords } from '../../../renderer/views/heads/record-words.ts'
import { makeFakeHeads } from '../../helpers/fake-heads.ts'

describe('files and words of a heads result', () => {
  it('rows become CSV with their fields as names, and nothing is a formula', () => {
    expect(flatCsv([{ word: '=1', up: 2, share: null }])).toBe("word,up,share\r\n'=1,2,\r\n")
    expect(flatCsv([])).toBe('')
  })

  it('says words, similarity and models that it is made of', () => {
    const record = makeFakeHeads({ nLayers: 2, nHeads: 3 }).record()
    expect(factWords(record)).toMatch(/^2 layers · 6 heads · K 100 · .* · similarity by the input/)
    const text = parameterWords(record).join(' ')
    for (const part of [
      'mean + 1.96 sd',
      '3 shufflings',
      'beef00420000'.slice(0, 8),
      'base: base'
    ]) {
      expect(text).toContain(part)
    }
  })
})

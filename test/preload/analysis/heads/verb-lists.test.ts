import { describe, expect, it } from 'vitest'
import { defaultVerbLists } from '../../../../preload/analysis/heads/verb-lists.ts'

const { instruction, general } = defaultVerbLists

describe('the verb lists', () => {
  it('hold 38 instruction verbs and 300 others, in lower case, each once', () => {
    expect(instruction).toHaveLength(38)
    expect(general).toHaveLength(300)
    const all = [...instruction, ...general]
    expect(new Set(all).size).toBe(all.length)
    expect(all.filter((verb) => !/^[a-z]{2,}$/.test(verb))).toEqual([])
  })

  it('begin with the most frequent verbs of English', () => {
    const first = general.slice(0, 25)
    expect(first).toEqual(expect.arrayContaining(['be', 'do', 'go', 'see', 'get', 'take', 'know']))
  })

  it('hold no forms, nouns or words of closed classes', () => {
    for (const word of ['found', 'saw', 'was', 'work', 'report', 'like', 'can', 'well', 'bob']) {
      expect(general).not.toContain(word)
    }
  })
})

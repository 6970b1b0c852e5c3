import { describe, expect, it } from 'vitest'
import { sharedEnds } from '../../../../../main/analyses/labels/lexical/shared-ends.ts'

describe('shared ends', () => {
  it('are the longest that nearly the same words have', () => {
    expect(sharedEnds(['street', 'strap', 'strong', 'table'], 'start', 0.5)).toEqual([
      { letters: 'str', side: 'start', members: [0, 1, 2] }
    ])
  })

  it('are found at the end too, with shorter ones that more words have', () => {
    const words = ['nation', 'station', 'motion', 'lotion', 'onion']
    expect(sharedEnds(words, 'end', 0.4).map(({ letters }) => letters)).toEqual([
      'ion',
      'tion',
      'ation',
      'otion'
    ])
  })

  it('are none for words with nothing in common, and none for no words', () => {
    expect(sharedEnds(['cat', 'dog', 'bee'], 'end', 0.5)).toEqual([])
    expect(sharedEnds([], 'start', 0.5)).toEqual([])
  })
})

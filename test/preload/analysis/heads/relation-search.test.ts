import { describe, expect, it } from 'vitest'
import { searchRelations } from '../../../../preload/analysis/heads/relation-search.ts'
import {
  makeHeadsRecord,
  readGoldenHeads,
  recordFromGoldens
} from '../../../helpers/heads-record.ts'

const record = makeHeadsRecord([
  [
    [
      [
        ['a', 'b', 3],
        ['a', 'c', 2]
      ],
      [['b', 'c', 2]]
    ]
  ],
  [[[['a', 'b', 4]], [['a', 'a', 2]], [['b', 'c', 5]]]]
])
const hits = (...words: [string, string?]) => {
  const search = searchRelations(record, ...words)
  if (search.kind === 'unknown') return search.words
  return search.hits.map(({ place, base, tuned }) => [place.head, base, tuned])
}
const count = (nRelations: number, nDimensions: number) => ({ nRelations, nDimensions })

describe('searchRelations', () => {
  it('finds the heads of a word with relations and dimensions before and after', () => {
    expect(hits('a')).toEqual([
      [0, count(2, 5), count(1, 4)],
      [1, count(0, 0), count(1, 2)]
    ])
  })

  it('finds the heads of a pair, whichever way round it is asked for', () => {
    const expected = [
      [1, count(1, 2), count(0, 0)],
      [2, null, count(1, 5)]
    ]
    expect(hits('b', 'c')).toEqual(expected)
    expect(hits('c', 'b')).toEqual(expected)
    expect(hits('a', 'a')).toEqual([[1, count(0, 0), count(1, 2)]])
  })

  it('looks in lower case, as relations are, and past blanks around a word', () => {
    expect(hits(' A ')).toEqual(hits('a'))
  })

  it('says which words the list does not have, which is not the same as no head', () => {
    expect(hits('a', 'z')).toEqual(['z'])
    expect(searchRelations(makeHeadsRecord([[[[]]]], ['a']), 'a')).toEqual({
      kind: 'found',
      hits: []
    })
  })

  it('finds every recorded relation of a golden word', () => {
    const search = searchRelations(recordFromGoldens('llama'), 'the')
    if (search.kind === 'unknown') throw new Error('not in the list')
    const expected = readGoldenHeads('llama').flatMap(({ layer, head, relations }) => {
      const own = relations.filter(([first, second]) => first === 'the' || second === 'the')
      const nDimensions = own.reduce((sum, [, , dimensions]) => sum + dimensions, 0)
      return own.length === 0 ? [] : [[layer, head, own.length, nDimensions]]
    })
    expect(expected.length).toBeGreaterThan(3)
    expect(
      search.hits.map(({ place, base }) => [
        place.layer,
        place.head,
        base!.nRelations,
        base!.nDimensions
      ])
    ).toEqual(expected)
  })
})

import { describe, expect, it } from 'vitest'
import { wordChanges, wordChangeShares } from '../../../../preload/analysis/heads/word-changes.ts'
import {
  makeHeadsRecord,
  readGoldenHeads,
  recordFromGoldens
} from '../../../helpers/heads-record.ts'

const shares = (...models: Parameters<typeof makeHeadsRecord>[0]) => {
  const record = makeHeadsRecord(models, ['a', 'b', 'c', 'd'])
  return wordChangeShares(wordChanges(record)).map(({ term, ...change }) => ({
    word: record.terms[term],
    ...change
  }))
}

describe('wordChanges', () => {
  it('counts relations, not the dimensions that they occur in', () => {
    // One relation of many dimensions against two of few.
    expect(
      shares(
        [[[['a', 'b', 9]]]],
        [
          [
            [
              ['a', 'c', 2],
              ['a', 'd', 2]
            ]
          ]
        ]
      )
    ).toEqual([
      { word: 'a', nUp: 1, nDown: 0, share: 1 },
      { word: 'b', nUp: 0, nDown: 1, share: 0 },
      { word: 'c', nUp: 1, nDown: 0, share: 1 },
      { word: 'd', nUp: 1, nDown: 0, share: 1 }
    ])
  })

  it('leaves a word out that occurs in as many relations, also where they are others', () => {
    expect(shares([[[['a', 'b', 2]]]], [[[['a', 'c', 2]]]]).map(({ word }) => word)).toEqual([
      'b',
      'c'
    ])
  })

  it("counts a word's relation with itself once", () => {
    expect(shares([[[['a', 'a', 2]]]], [[[['a', 'b', 2]]]])).toEqual([
      { word: 'b', nUp: 1, nDown: 0, share: 1 }
    ])
  })

  it('takes the share over changed heads only', () => {
    const [none, one] = [[], [['a', 'b', 2] as const]]
    // Up, up, down, unchanged.
    const base = [[none, none, one, one]]
    const tuned = [[one, one, none, one]]
    expect(shares(base, tuned)[0]).toEqual({ word: 'a', nUp: 2, nDown: 1, share: 2 / 3 })
  })

  it('leaves out heads that the caller does not count', () => {
    const record = makeHeadsRecord([[[[], []]], [[[['a', 'b', 2]], [['a', 'c', 2]]]]])
    const found = wordChangeShares(wordChanges(record), ({ head }) => head === 1)
    expect(found.map(({ term }) => record.terms[term])).toEqual(['a', 'c'])
  })

  it('finds no change in one model, or between equal ones', () => {
    expect(wordChanges(recordFromGoldens('llama')).places).toEqual([])
    const same = wordChanges(recordFromGoldens('llama', 'llama'))
    expect(same.places).toHaveLength(12)
    expect(same.terms).toHaveLength(0)
  })

  it('agrees with a plain count over the recorded relations of every word', () => {
    const record = recordFromGoldens('llama', 'llama-tuned')
    const [base, tuned] = ['llama', 'llama-tuned'].map(readGoldenHeads)
    const count = (list: readonly (readonly [string, string, number])[], word: string) =>
      list.filter(([first, second]) => first === word || second === word).length
    const plain = record.terms.flatMap((word, term) => {
      const differences = base!.map(
        ({ relations }, h) => count(tuned![h]!.relations, word) - count(relations, word)
      )
      const nUp = differences.filter((difference) => difference > 0).length
      const nDown = differences.filter((difference) => difference < 0).length
      return nUp + nDown === 0 ? [] : [{ term, nUp, nDown, share: nUp / (nUp + nDown) }]
    })
    const found = wordChangeShares(wordChanges(record))
    expect(found.toSorted((a, b) => a.term - b.term)).toEqual(plain)
    expect(found.length).toBeGreaterThan(100)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { relationsOf } from '../../../../main/analyses/heads/relations.ts'
import { relationWords } from './detail-parts.ts'
import { termsOfCase } from './head-case.ts'

type Pairs = readonly (readonly [number, number])[]

function relate(words: readonly string[], dimensions: readonly Pairs[]) {
  const terms = termsOfCase({ words })
  const pairs = dimensions.map((own) => ({
    query: Int32Array.from(own, ([query]) => query),
    key: Int32Array.from(own, ([, key]) => key)
  }))
  return relationWords({ relations: relationsOf(pairs, terms) }, terms.terms)
}

const words = ['to', 'for', 'To', 'act']
const [to, four, capital, act] = [0, 1, 2, 3]

describe('relationsOf', () => {
  it('counts a pair once a dimension, whichever way round and in whatever case', () => {
    const both: Pairs = [
      [to, four],
      [four, to],
      [capital, four]
    ]
    expect(relate(words, [both, [[four, to]]])).toEqual([['for', 'to', 2]])
  })

  it('leaves out a pair of one dimension only, however often it is there', () => {
    const often: Pairs = [
      [to, four],
      [four, to]
    ]
    expect(relate(words, [often, [[to, act]], []])).toEqual([])
  })

  it('joins a word with itself in another case', () => {
    expect(relate(words, [[[to, capital]], [[capital, to]]])).toEqual([['to', 'to', 2]])
  })

  it('puts the most frequent first, equal ones alphabetically', () => {
    const common: Pairs = [
      [to, four],
      [act, to],
      [four, act]
    ]
    expect(relate(words, [common, common, [[four, to]]])).toEqual([
      ['for', 'to', 3],
      ['act', 'for', 2],
      ['act', 'to', 2]
    ])
  })

  it('has no relations without pairs', () => {
    expect(relate(words, [])).toEqual([])
  })

  it('agrees with counting by name', () => {
    const word = fc.stringMatching(/^[abAB]{1,2}$/)
    const lists = fc.uniqueArray(word, { minLength: 1, maxLength: 8 })
    const cases = lists.chain((list) => {
      const line = fc.nat({ max: list.length - 1 })
      return fc.tuple(fc.constant(list), fc.array(fc.array(fc.tuple(line, line)), { maxLength: 5 }))
    })
    fc.assert(
      fc.property(cases, ([list, dimensions]) => {
        const counts = new Map<string, number>()
        for (const pairs of dimensions) {
          const names = pairs.map((pair) =>
            pair
              .map((line) => list[line]!.toLowerCase())
              .toSorted()
              .join(' ')
          )
          for (const name of new Set(names)) counts.set(name, (counts.get(name) ?? 0) + 1)
        }
        const expected = [...counts]
          .filter(([, count]) => count > 1)
          .toSorted(([a, n], [b, m]) => m - n || compareNames(a.split(' '), b.split(' ')))
          .map(([name, count]) => [...name.split(' '), count])
        expect(relate(list, dimensions)).toEqual(expected)
      })
    )
  })
})

function compareNames(a: readonly string[], b: readonly string[]): number {
  const at = a[0] === b[0] ? 1 : 0
  return a[at]! < b[at]! ? -1 : 1
}

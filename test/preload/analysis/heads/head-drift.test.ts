import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { headsDrift, headsDriftSentence } from '../../../../preload/analysis/heads/head-drift.ts'
import { headRelations } from '../../../../preload/analysis/heads/head-relations.ts'
import { matchRelations } from '../../../../preload/analysis/heads/relation-match.ts'
import {
  makeHeadsRecord,
  readGoldenHeads,
  readGoldenHeadsDrift,
  recordFromGoldens,
  type Relation
} from '../../../helpers/heads-record.ts'

const ab: Relation = ['a', 'b', 3]
const ac: Relation = ['a', 'c', 2]
const bc: Relation = ['b', 'c', 2]
const cc: Relation = ['c', 'c', 2]

describe('headsDrift', () => {
  it('agrees with the reference on every head of the tuned golden', () => {
    const { heads } = headsDrift(recordFromGoldens('llama', 'llama-tuned'))
    const expected = readGoldenHeadsDrift().heads
    expect(heads).toHaveLength(expected.length)
    expected.forEach(({ layer, head, jaccard, gained, lost }, i) => {
      expect(heads[i]).toMatchObject({ layer, head, nGained: gained, nLost: lost })
      expect(Math.abs(heads[i]!.jaccard - jaccard)).toBeLessThan(1e-6)
    })
    const worst = heads.reduce((a, b) => (b!.jaccard < a!.jaccard ? b : a))
    expect(worst).toMatchObject({ layer: 2, head: 1 })
  })

  it('counts kept, gained and lost relations, and those in another number of dimensions', () => {
    const record = makeHeadsRecord([[[[ab, ac, cc]]], [[[['a', 'b', 5], bc, cc]]]])
    expect(headsDrift(record).heads).toEqual([
      {
        layer: 0,
        head: 0,
        base: 0,
        tuned: 0,
        nBase: 3,
        nTuned: 3,
        nKept: 2,
        nGained: 1,
        nLost: 1,
        nRecounted: 1,
        jaccard: 0.5,
        change: 0.5
      }
    ])
  })

  it('has nothing for a head that only one model has, and keeps the rows of the others apart', () => {
    // Two heads a layer in the base, three in the tuned model, which has a layer more.
    const record = makeHeadsRecord([
      [
        [[ab], [ac]],
        [[bc], [cc]]
      ],
      [
        [[ab], [ac], [bc]],
        [[ab], [cc], [ab]],
        [[ab], [ac], [bc]]
      ]
    ])
    const { heads, match } = headsDrift(record)
    expect(match.places.map(({ layer, head }) => `${layer}.${head}`).join(' ')).toBe(
      '0.0 0.1 0.2 1.0 1.1 1.2 2.0 2.1 2.2'
    )
    expect(heads.map((head) => head?.jaccard ?? null)).toEqual([
      1,
      1,
      null,
      0,
      1,
      null,
      null,
      null,
      null
    ])
  })

  it('takes two heads without relations as unchanged', () => {
    expect(headsDrift(makeHeadsRecord([[[[]]], [[[]]]], ['a'])).heads[0]).toMatchObject({
      nBase: 0,
      jaccard: 1,
      change: 0
    })
  })

  it('finds the same pairs as sets of words do, whatever the pairs are', () => {
    const letters = [...'abcdefghij']
    const relation = fc
      .tuple(fc.constantFrom(...letters), fc.constantFrom(...letters))
      .map(([x, y]): Relation => (x < y ? [x, y, 2] : [y, x, 2]))
    const head = fc.uniqueArray(relation, { selector: ([x, y]) => x + y, maxLength: 40 })
    const layer = fc.tuple(head, head, head)
    fc.assert(
      fc.property(layer, layer, (base, tuned) => {
        const { heads } = headsDrift(makeHeadsRecord([[base], [tuned]], letters))
        base.forEach((relations, h) => {
          const [before, after] = [relations, tuned[h]!].map(
            (list) => new Set(list.map(([x, y]) => x + y))
          )
          const nKept = [...before!].filter((pair) => after!.has(pair)).length
          expect(heads[h]).toMatchObject({
            nKept,
            nGained: after!.size - nKept,
            nLost: before!.size - nKept
          })
        })
      })
    )
  })
})

describe('headsDriftSentence', () => {
  const sentence = (...models: Parameters<typeof makeHeadsRecord>[0]) => {
    const record = makeHeadsRecord(models, ['a', 'b', 'c'])
    return headsDriftSentence(record, headsDrift(record))
  }

  it('says so where identical checkpoints show no change anywhere', () => {
    const record = recordFromGoldens('llama', 'llama')
    const drift = headsDrift(record)
    expect(drift.heads.every((head) => head?.change === 0 && head.nRecounted === 0)).toBe(true)
    expect(headsDriftSentence(record, drift)).toBe(
      'No change: 12 heads compared, with the same relations in both models.'
    )
  })

  it('names exactly the head that differs', () => {
    const base = [
      [[ab], [ac]],
      [[bc], [cc]]
    ]
    const tuned = [
      [[ab], [ac]],
      [[bc, ab], [cc]]
    ]
    const { heads } = headsDrift(makeHeadsRecord([base, tuned]))
    expect(heads.map((head) => head!.change)).toEqual([0, 0, 0.5, 0])
    expect(sentence(base, tuned)).toBe(
      '1 of 4 heads gained or lost relations, most of all layer 1, head 0 (Jaccard 0.50).'
    )
  })

  it('claims no change only where dimensions and numbers of pairs are equal too', () => {
    expect(sentence([[[ab]]], [[[['a', 'b', 4]]]])).toBe(
      'No head gained or lost a relation; in 1 of 1 head ' +
        'the number of pairs or of the dimensions behind them differs.'
    )
  })

  it('has no sentence for a single model, and says where no head is in both', () => {
    expect(sentence([[[ab]]])).toBeNull()
    expect(sentence([[[ab]]], [])).toBe('No head can be compared: none is in both models.')
  })
})

describe('headRelations', () => {
  it('lists what is kept, lost and gained with dimensions before and after', () => {
    const record = makeHeadsRecord([[[[], [ab, ac]]], [[[cc], [['a', 'b', 5], bc]]]])
    const match = matchRelations(record)
    expect(headRelations(record, match, match.places[1]!)).toEqual([
      { first: 'a', second: 'b', status: 'kept', baseDimensions: 3, tunedDimensions: 5 },
      { first: 'a', second: 'c', status: 'lost', baseDimensions: 2, tunedDimensions: 0 },
      { first: 'b', second: 'c', status: 'gained', baseDimensions: 0, tunedDimensions: 2 }
    ])
  })

  it('compares nothing where only one model has the head', () => {
    const single = makeHeadsRecord([[[[ab]]]])
    const onlyBase = matchRelations(single)
    expect(headRelations(single, onlyBase, onlyBase.places[0]!)).toEqual([
      { first: 'a', second: 'b', status: 'only', baseDimensions: 3, tunedDimensions: null }
    ])
    const deeper = makeHeadsRecord([[[[ab]]], [[[ab]], [[bc]]]])
    const match = matchRelations(deeper)
    expect(headRelations(deeper, match, match.places[1]!)).toEqual([
      { first: 'b', second: 'c', status: 'only', baseDimensions: null, tunedDimensions: 2 }
    ])
  })

  it('gives both recorded lists of a golden head back', () => {
    const record = recordFromGoldens('llama', 'llama-tuned')
    const match = matchRelations(record)
    const recorded = ['llama', 'llama-tuned'].map((name) => readGoldenHeads(name)[9]!.relations)
    const rows = headRelations(record, match, match.places[9]!)
    const listed = (of: 'baseDimensions' | 'tunedDimensions') =>
      rows
        .filter((row) => row[of]! > 0)
        .map((row) => [row.first, row.second, row[of]].join())
        .sort()
    expect(listed('baseDimensions')).toEqual(recorded[0]!.map((row) => row.join()).sort())
    expect(listed('tunedDimensions')).toEqual(recorded[1]!.map((row) => row.join()).sort())
  })
})

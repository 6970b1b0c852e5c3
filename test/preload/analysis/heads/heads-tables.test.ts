import { describe, expect, it } from 'vitest'
import { headsChance } from '../../../../preload/analysis/heads/head-chance.ts'
import { headsDrift } from '../../../../preload/analysis/heads/head-drift.ts'
import {
  countedHeads,
  headRows,
  verbRows,
  verbShareRows,
  wordRows
} from '../../../../preload/analysis/heads/heads-tables.ts'
import { compareVerbs } from '../../../../preload/analysis/heads/verb-comparison.ts'
import { wordChanges, wordChangeShares } from '../../../../preload/analysis/heads/word-changes.ts'
import {
  makeHeadsRecord,
  readGoldenHeadsDrift,
  recordFromGoldens,
  withChance
} from '../../../helpers/heads-record.ts'

const plain = makeHeadsRecord([
  [[[['a', 'b', 3]], [['a', 'c', 2]]]],
  [[[['a', 'b', 3]], [['b', 'c', 2]], []]]
])
const shuffled = withChance(plain, [
  {
    nPairs: [90, 30],
    shuffled: [
      [30, 29, 31],
      [30, 29, 31]
    ]
  },
  {
    nPairs: [30, 30, 30],
    shuffled: [
      [30, 29, 31],
      [30, 29, 31],
      [30, 29, 31]
    ]
  }
])

describe('headRows', () => {
  it('has a row a head with both models beside each other', () => {
    const rows = headRows(shuffled, headsDrift(shuffled), headsChance(shuffled))
    expect(rows).toHaveLength(3)
    expect(rows[1]).toMatchObject({
      layer: 0,
      head: 1,
      baseRelations: 1,
      tunedRelations: 1,
      kept: 0,
      gained: 1,
      lost: 1,
      jaccard: 0,
      change: 1,
      basePairs: 30,
      baseChancePairs: 30,
      tunedPairs: 30,
      isAtChance: true
    })
    expect(rows[2]).toMatchObject({ baseRelations: null, jaccard: null, basePairs: null })
  })

  it('leaves heads at chance out where asked, and knows of none where nothing was shuffled', () => {
    const options = { withoutChance: true }
    const rows = headRows(shuffled, headsDrift(shuffled), headsChance(shuffled), options)
    expect(rows.map(({ head }) => head)).toEqual([0])
    const untested = headRows(plain, headsDrift(plain), headsChance(plain), options)
    expect(untested.map((row) => row.isAtChance)).toEqual([null, null, null])
  })
})

it('counts heads at chance only where they are wanted', () => {
  const chance = headsChance(shuffled)
  const words = (withoutChance: boolean) =>
    wordRows(shuffled, wordChangeShares(wordChanges(shuffled), countedHeads(chance, withoutChance)))
  expect(words(false)).toEqual([
    { word: 'a', changed: 1, up: 0, down: 1, share: 0 },
    { word: 'b', changed: 1, up: 1, down: 0, share: 1 }
  ])
  expect(words(true)).toEqual([])
})

describe('verbRows', () => {
  const record = recordFromGoldens('llama', 'llama-tuned')
  const golden = readGoldenHeadsDrift()
  const comparison = compareVerbs(record, wordChanges(record), golden.verbs)

  it('has the groups in order of depth, then all layers', () => {
    const rows = verbRows(comparison)
    expect(rows.map(({ group, layers, heads }) => [group, layers, heads])).toEqual([
      [1, '0', 4],
      [2, '1', 4],
      [3, '2', 4],
      [null, '0–2', 12]
    ])
    const [expected] = golden.groups
    expect(rows[0]).toMatchObject({ instructionN: 5, generalN: 18, test: 'welch' })
    expect(rows[0]!.difference).toBeCloseTo(
      expected!.instruction.mean! - expected!.general.mean!,
      12
    )
    expect(rows[0]!.p).toBeCloseTo(expected!.welch.p, 6)
  })

  it('leaves cells empty and names the reason where there is no test', () => {
    const none = compareVerbs(plain, wordChanges(plain), { instruction: ['a'], general: ['z'] })
    expect(verbRows(none)[0]).toMatchObject({
      test: 'n too small',
      t: null,
      p: null,
      effect: null,
      difference: null,
      permutation: 'n too small',
      permutationP: null
    })
  })

  it('lists every verb of every group for the plot', () => {
    const rows = verbShareRows(comparison).filter(({ group }) => group === 1)
    expect(rows).toHaveLength(23)
    expect(rows[0]).toEqual({
      group: 1,
      list: 'instruction',
      word: 'happy',
      up: 0,
      changed: expect.any(Number) as number,
      share: 0
    })
  })
})

import { describe, expect, it } from 'vitest'
import { headsDrift } from '../../../preload/analysis/heads/head-drift.ts'
import { headRelations } from '../../../preload/analysis/heads/head-relations.ts'
import {
  dimensionPairs,
  dimensionRows,
  headDetails,
  pairsOfRelation,
  shownDimensions,
  topWords
} from '../../../renderer/views/heads/neuron-pairs.ts'
import { filterRelations, noRelationFilter } from '../../../renderer/views/heads/relation-filter.ts'
import { makeFakeHeads } from '../../helpers/fake-heads.ts'

const fake = makeFakeHeads({ nLayers: 3, nHeads: 2, nRelations: 20 })
const record = fake.record()
const layer = fake.layer(2)
const drift = headsDrift(record)
const place = drift.match.places.find((one) => one.layer === 2 && one.head === 1)!
const relations = headRelations(record, drift.match, place)

describe('neuron pairs', () => {
  it('a relation of n dimensions has a pair in n of them, either way round, in each model', () => {
    const kept = relations.find(({ status }) => status === 'kept')!
    const pairs = pairsOfRelation(layer, 1, record.words, kept)
    const of = (role: string) => pairs.filter((pair) => pair.role === role)
    expect(of('base')).toHaveLength(kept.baseDimensions!)
    expect(of('tuned')).toHaveLength(kept.tunedDimensions!)
    for (const { query, key } of pairs) {
      const words = [record.words[query], record.words[key]].map((word) => word!.toLowerCase())
      expect(words.sort()).toEqual([kept.first, kept.second].sort())
    }
    expect(new Set(pairs.map(({ query }) => query)).size).toBeGreaterThan(1)
  })

  it('a relation that was lost has none in the tuned model', () => {
    const lost = relations.find(({ status }) => status === 'lost')!
    const pairs = pairsOfRelation(layer, 1, record.words, lost)
    expect(pairs.every(({ role }) => role === 'base')).toBe(true)
  })

  it('finds a word joined with itself in another case', () => {
    const [detail] = headDetails(layer, 1)
    const upper = record.words.findIndex((word) => word !== word.toLowerCase())
    const lower = record.words.indexOf(record.words[upper]!.toLowerCase())
    const one = {
      ...detail!.detail,
      pairStarts: Int32Array.from(detail!.detail.pairStarts, (_, i) => (i === 0 ? 0 : 1)),
      pairQuery: Int32Array.of(upper),
      pairKey: Int32Array.of(lower),
      pairSimilarity: Float32Array.of(0.9),
      nPairs: detail!.detail.nPairs.map(() => 0)
    }
    const word = record.words[lower]!
    const pairs = pairsOfRelation(
      { ...layer, sides: [{ role: 'base', heads: [one] }] },
      1,
      record.words,
      { first: word, second: word }
    )
    expect(pairs).toHaveLength(1)
  })

  it('says in how many dimensions pairs were left out when the result was stored', () => {
    const relation = relations.find(({ status }) => status === 'kept')!
    const pairs = pairsOfRelation(layer, 1, record.words, relation)
    expect(shownDimensions(pairs, relation)).toBe('')
    const fewer = pairs.filter(({ role }, i) => role === 'tuned' || i > 0)
    const all = relation.baseDimensions!
    expect(shownDimensions(fewer, relation)).toBe(`base ${all - 1} of ${all} dimensions`)
    expect(shownDimensions([], { baseDimensions: 2, tunedDimensions: null })).toBe(
      'base 0 of 2 dimensions'
    )
  })

  it('lists dimensions by rank with their words, and the pairs of each by similarity', () => {
    const rows = dimensionRows(layer, 1, record.words)
    expect(rows).toHaveLength(32)
    const { detail } = headDetails(layer, 1)[0]!
    expect(rows[1]).toMatchObject({ role: 'base', at: 1, column: detail.dimensions[1] })
    expect(rows[1]!.queryWords).toBe(topWords(detail, 1, record.words).queryWords)
    expect(rows[1]!.queryWords.split(', ')[0]).toBe(record.words[detail.queryWords[6]!])
    const similarity = dimensionPairs('base', detail, 1).map((pair) => pair.similarity)
    expect(similarity).toEqual(similarity.toSorted((a, b) => b - a))
  })
})

describe('filter of relations', () => {
  it('every word must occur in one of the pair, and the change must be the one asked for', () => {
    const { first, second, status } = relations[3]!
    const text = `${second.slice(0, 3)} ${first.slice(0, 3)}`
    expect(filterRelations(relations, { text, status: 'all' })).toContain(relations[3])
    expect(filterRelations(relations, { text: `${first} zzz`, status: 'all' })).toEqual([])
    const other = status === 'kept' ? 'lost' : 'kept'
    expect(filterRelations(relations, { text, status: other })).not.toContain(relations[3])
    expect(filterRelations(relations, noRelationFilter)).toBe(relations)
  })
})

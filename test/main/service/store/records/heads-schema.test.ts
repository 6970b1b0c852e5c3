import { describe, expect, it } from 'vitest'
import {
  headsLayerShapes,
  parseHeadsLayer,
  unknownHeads
} from '../../../../../main/service/store/records/heads-layer-schema.ts'
import { parseHeads } from '../../../../../main/service/store/records/heads-schema.ts'
import { parseRecord } from '../../../../../main/service/store/records/record-kinds.ts'
import { makeFakeHeads } from '../../../../helpers/fake-heads.ts'
import { exactPairs } from '../../../../helpers/exact-pairs.ts'
import { makeHeadsRecord, recordFromGoldens } from '../../../../helpers/heads-record.ts'
import { layeredRun } from '../layered-run.ts'
import { refuses } from './refuses.ts'

const { any, layers } = layeredRun('heads')
if (any.kind !== 'heads') throw new Error('not of heads')
const { record } = any
const shape = headsLayerShapes(record).get(1)!
const layer = layers[1]!
const [base, tuned] = [record.sides[0]!, record.sides[1]!]

/** The numbers with one of them changed. */
function changed<T extends Int32Array | Float32Array>(numbers: T, at: number, to: number): T {
  const copy = numbers.slice() as T
  copy[at] = to
  return copy
}

it('takes a record and its layers as they are, with fields that only a later version knows', () => {
  const later = { ...record, later: { a: 1 } }
  expect(parseHeads(later)).toEqual(later)
  expect(parseRecord('heads', record)).toEqual({ kind: 'heads', record })
  const laterLayer = { ...layer, later: Float32Array.of(1) }
  expect(parseHeadsLayer(laterLayer, shape)).toEqual(laterLayer)
  expect(parseHeadsLayer(layer, unknownHeads(1))).toEqual(layer)
})

it('takes the relations of the reference, of one model and of a pair', () => {
  for (const golden of [recordFromGoldens('llama'), recordFromGoldens('llama', 'llama-tuned')]) {
    expect(golden.sides[0]!.relationFirst.length).toBeGreaterThan(0)
    expect(parseHeads(golden)).toEqual(golden)
  }
})

it('takes a pair of different depths: a layer has the models that have it', () => {
  const uneven = makeHeadsRecord([[[[['a', 'b', 2]], [['a', 'c', 3]]]], [[[]], [[]]]])
  expect(uneven.sides.map(({ nLayers }) => nLayers)).toEqual([1, 2])
  const [side, deeper] = uneven.sides
  const fitting = { ...uneven, sides: [{ ...side!, nHeads: 2 }, deeper!] }
  expect(parseHeads(fitting)).toEqual(fitting)
  const roles = [...headsLayerShapes(fitting).values()].map(({ sides }) =>
    sides?.map((each) => [each.role, [...each.nRelations]])
  )
  expect(roles).toEqual([
    [
      ['base', [1, 1]],
      ['tuned', [0]]
    ],
    [['tuned', [0]]]
  ])
})

it('checks a layer against those of its own heads where not all layers were asked for', () => {
  const fake = makeFakeHeads({ nLayers: 6, nHeads: 2, nRelations: 9 })
  const chosen = [1, 4].map((index) => fake.layer(index))
  const all = fake.record()
  const some = exactPairs(
    { ...all, layers: [1, 4], sides: all.sides.map((side) => ({ ...side, nLayers: 6 })) },
    chosen
  )
  const sides = some.sides.map((side, s) => {
    const relations = chosen.flatMap(({ sides: found }) =>
      found[s]!.heads.map((head) => head.relations)
    )
    let end = 0
    const join = (name: 'first' | 'second' | 'dimensions') =>
      Int32Array.from(relations.flatMap((each) => [...each[name]]))
    return {
      ...side,
      relationStarts: Int32Array.from([0, ...relations.map(({ first }) => (end += first.length))]),
      relationFirst: join('first'),
      relationSecond: join('second'),
      relationDimensions: join('dimensions')
    }
  })
  const found = parseHeads({ ...some, sides })
  const shapes = headsLayerShapes(found)
  expect([...shapes.keys()]).toEqual([1, 4])
  for (const each of chosen) {
    expect(parseHeadsLayer(each, shapes.get(each.layer)!)).toEqual(each)
  }
  const swapped = { ...chosen[1]!, layer: 1 }
  expect(() => parseHeadsLayer(swapped, shapes.get(1)!)).toThrowError(
    /its record has|relations has/
  )
})

describe('of a record, refuses', () => {
  const withBase = (changes: object) => ({ sides: [{ ...base, ...changes }, tuned] })
  const { relationStarts, relationFirst, relationDimensions, nPairs, dHead } = base
  const last = relationStarts.length - 1
  refuses(parseHeads, record, {
    'no side': [{ sides: [] }, /sides/],
    'three sides': [{ sides: [base, tuned, base] }, /sides/],
    'the tuned side first': [{ sides: [tuned, base] }, /base is the second side/],
    'a model without heads': [withBase({ nHeads: 0 }), /nHeads/],
    'more heads than it has numbers for': [
      withBase({ nHeads: 3 }),
      /nPairs has 6 entries, expected 9/
    ],
    'words that are no texts': [{ words: ['a', 1] }, /words/],
    'more usable words than words': [
      { wordList: { ...record.wordList, nUsable: record.words.length + 1 } },
      /usable words, expected at most/
    ],
    'more words with a vector than words': [
      { similarity: { ...record.similarity, nFound: record.words.length + 1 } },
      /words with a vector, expected at most/
    ],
    'more terms than words': [{ words: record.words.slice(0, 3) }, /expected at most 3/],
    'a term in capitals': [{ terms: ['Write', ...record.terms.slice(1)] }, /term "Write"/],
    'a term twice': [{ terms: [record.terms[1], ...record.terms.slice(1)] }, /occurs twice/],
    'similarities of another source': [
      { similarity: { ...record.similarity, source: 'web' } },
      /source/
    ],
    'similarities without a hash': [{ similarity: { ...record.similarity, sha256: '' } }, /sha256/],
    'layers out of order': [{ layers: [1, 0, 2] }, /layers: 0 after 1, expected ascending/],
    'a layer twice': [{ layers: [0, 1, 1] }, /layers: 1 after 1/],
    'a layer that no model has': [{ layers: [0, 1, 3] }, /layer 3, expected at most 2/],
    'a layer too few': [{ layers: [0, 1] }, /nPairs has 6 entries, expected 4/],
    'a layer that is none': [{ layers: [0, 0.5, 1] }, /layers/],
    'counts as a list': [withBase({ nPairs: [...nPairs] }), /nPairs/],
    'counts of another type': [withBase({ nPairs: Float32Array.from(nPairs) }), /nPairs/],
    'fewer than no pairs': [withBase({ nPairs: changed(nPairs, 2, -1) }), /nPairs is -1 at 2/],
    'chance counts of other shuffles': [
      { settings: { ...record.settings, nShuffles: 2 } },
      /chancePairs has 18 entries, expected 12/
    ],
    'fewer than no pairs by chance': [
      withBase({ chancePairs: changed(base.chancePairs, 0, -5) }),
      /chancePairs is -5 at 0/
    ],
    'relations that begin later': [
      withBase({ relationStarts: changed(relationStarts, 0, 1) }),
      /relations from 1 to/
    ],
    'relations that end earlier': [
      withBase({ relationStarts: changed(relationStarts, last, 1) }),
      /relations from 0 to 1, expected 0 to/
    ],
    'heads whose relations overlap': [
      withBase({ relationStarts: changed(relationStarts, 2, relationFirst.length + 1) }),
      /relationStarts: \d+ after \d+/
    ],
    'heads without starts': [
      withBase({ relationStarts: relationStarts.slice(1) }),
      /relationStarts has 6 entries, expected 7/
    ],
    'half a relation': [
      withBase({ relationSecond: base.relationSecond.slice(1) }),
      /relationSecond has/
    ],
    'a term before the first': [
      withBase({ relationFirst: changed(relationFirst, 1, -1) }),
      /relationFirst is -1 at 1/
    ],
    'a term behind the last': [
      withBase({ relationSecond: changed(base.relationSecond, 0, record.terms.length) }),
      new RegExp(`relationSecond is ${record.terms.length} at 0`)
    ],
    'a relation of one dimension': [
      withBase({ relationDimensions: changed(relationDimensions, 3, 1) }),
      /relationDimensions is 1 at 3, expected 2 to 16/
    ],
    'a relation of more dimensions than a head has': [
      withBase({ relationDimensions: changed(relationDimensions, 0, dHead + 1) }),
      /relationDimensions is 17 at 0/
    ],
    'settings without top words': [{ settings: { ...record.settings, nTop: 0 } }, /nTop/],
    'a threshold that is no number': [
      { settings: { ...record.settings, thresholdSds: Number.NaN } },
      /thresholdSds/
    ],
    'a time that is none': [{ createdAt: 'soon' }, /createdAt/],
    'notes that are no list': [{ notes: 'a note' }, /notes/]
  })
  it('what is no record', () => {
    for (const value of [null, 1, 'record', [], undefined]) {
      expect(() => parseHeads(value)).toThrowError(/^heads: /)
    }
  })
})

describe('of a layer, refuses', () => {
  const [first, other] = [layer.sides[0]!, layer.sides[1]!]
  const head = first.heads[1]!
  const withHead = (changes: object) => ({
    sides: [{ ...first, heads: [first.heads[0]!, { ...head, ...changes }] }, other]
  })
  const { dimensions, queryWords, keyWords, nPairs, pairStarts, pairQuery, relations } = head
  const d = dimensions.length
  const busiest = nPairs.indexOf(Math.max(...nPairs))
  refuses((value) => parseHeadsLayer(value, shape), layer, {
    'another layer': [{ layer: 2 }, /are of layer 2/],
    'a missing model': [{ sides: [first] }, /are of base, expected base and tuned/],
    'models in another order': [{ sides: [other, first] }, /base is the second/],
    'a head too few': [{ sides: [{ ...first, heads: [head] }, other] }, /heads has 1/],
    'heads out of order': [
      { sides: [{ ...first, heads: [head, head] }, other] },
      /head 1 in place 0/
    ],
    'a dimension too few': [
      withHead({ dimensions: dimensions.slice(1) }),
      /nPairs has 16 entries, expected 15/
    ],
    'a dimension twice': [
      withHead({ dimensions: changed(dimensions, 0, dimensions[1]!) }),
      /head 1: a dimension occurs twice/
    ],
    'a dimension that the head does not have': [
      withHead({ dimensions: changed(dimensions, 0, d) }),
      /dimensions is 16 at 0/
    ],
    'dimensions of another type': [
      withHead({ dimensions: Float32Array.from(dimensions) }),
      /dimensions/
    ],
    'words that do not divide': [
      withHead({ queryWords: queryWords.slice(1), keyWords: keyWords.slice(1) }),
      /95 words of 16 dimensions/
    ],
    'more words than were asked for': [
      withHead({ queryWords: new Int32Array(d * 7), keyWords: new Int32Array(d * 7) }),
      /112 words of 16 dimensions/
    ],
    'other words on one side': [withHead({ keyWords: keyWords.slice(16) }), /keyWords has 80/],
    'a word before the list': [
      withHead({ queryWords: changed(queryWords, 3, -1) }),
      /queryWords is -1/
    ],
    'a word behind the list': [
      withHead({ pairQuery: changed(pairQuery, 0, record.words.length) }),
      /pairQuery is \d+ at 0/
    ],
    'pairs that begin later': [
      withHead({ pairStarts: changed(pairStarts, 0, 1) }),
      /pairs from 1 to/
    ],
    'dimensions whose pairs overlap': [
      withHead({ pairStarts: changed(pairStarts, 2, pairQuery.length + 1) }),
      /pairStarts: \d+ after \d+/
    ],
    'half a pair': [withHead({ pairKey: head.pairKey.slice(1) }), /pairKey has/],
    'a similarity that is no number': [
      withHead({ pairSimilarity: changed(head.pairSimilarity, 0, Number.NaN) }),
      /pairSimilarity is NaN at 0/
    ],
    'more pairs of a dimension than it has': [
      withHead({
        nPairs: changed(changed(nPairs, busiest, 0), (busiest + 1) % d, 2 * nPairs[busiest]!)
      }),
      new RegExp(`pairs of dimension ${busiest}, expected at most 0`)
    ],
    'fewer pairs than its record has': [
      withHead({ nPairs: changed(nPairs, 0, nPairs[0]! + 1) }),
      /pairs, its record has/
    ],
    'a shuffle too many': [withHead({ chancePairs: new Int32Array(4) }), /chancePairs has 4/],
    'a relation too few': [
      withHead({
        relations: {
          first: relations.first.slice(1),
          second: relations.second.slice(1),
          dimensions: relations.dimensions.slice(1)
        }
      }),
      /relations has/
    ],
    'half a relation': [
      withHead({ relations: { ...relations, second: relations.second.slice(1) } }),
      /relations\/second has/
    ],
    'a relation of a term that is not there': [
      withHead({ relations: { ...relations, first: changed(relations.first, 0, 1e6) } }),
      /first is 1000000 at 0/
    ],
    'a relation of one dimension': [
      withHead({ relations: { ...relations, dimensions: changed(relations.dimensions, 0, 1) } }),
      /relations\/dimensions is 1 at 0/
    ],
    'operations below none': [{ operations: -1 }, /operations/]
  })
  const withLimit = headsLayerShapes({
    ...record,
    settings: { ...record.settings, nShownPairs: 1 }
  }).get(1)!
  it('more pairs of a dimension than were to be kept', () => {
    expect(() => parseHeadsLayer(layer, withLimit)).toThrowError(
      /pairs of dimension \d+, .* most 1/
    )
  })
})

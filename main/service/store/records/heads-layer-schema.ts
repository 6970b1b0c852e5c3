/** What a stored or imported layer of a heads result must be before anything reads it. */
import * as v from 'valibot'
import type {
  HeadDetail,
  HeadsLayer,
  HeadsRecord,
  HeadsRole,
  HeadsSide
} from '../../../../preload/analysis/heads/record.ts'
import {
  amount,
  assertAscending,
  assertFinite,
  assertLengths,
  assertRoles,
  assertSidesAre,
  assertWithin,
  count,
  invalid,
  leastDimensions,
  mostCount,
  parseFields
} from './fields.ts'
import { role } from './label-schema.ts'

const numbers = v.instance(Int32Array)

const head = v.looseObject({
  head: count,
  dimensions: numbers,
  queryWords: numbers,
  keyWords: numbers,
  nPairs: numbers,
  pairStarts: numbers,
  pairQuery: numbers,
  pairKey: numbers,
  pairSimilarity: v.instance(Float32Array),
  chancePairs: numbers,
  relations: v.looseObject({ first: numbers, second: numbers, dimensions: numbers })
})

const layerSchema = v.looseObject({
  layer: count,
  sides: v.pipe(
    v.array(v.looseObject({ role, heads: v.array(head) })),
    v.minLength(1),
    v.maxLength(2)
  ),
  operations: amount,
  seconds: amount
})

/** What a record says of one model in one of its layers; H heads. */
interface HeadsLayerSide {
  readonly role: HeadsRole
  readonly dHead: number
  /** [H] */
  readonly nPairs: Int32Array
  /** [H] */
  readonly nRelations: Int32Array
}

/** What a result's record says of one of its layers; infinite and null while it is not known. */
export interface HeadsLayerShape {
  readonly layer: number
  readonly nWords: number
  readonly nTerms: number
  /** Most top words a side and pairs of a dimension. */
  readonly nTopWords: number
  readonly nShownPairs: number
  readonly nShuffles: number | null
  readonly sides: readonly HeadsLayerSide[] | null
}

/** The shapes of all layers that a record has. */
export function headsLayerShapes(record: HeadsRecord): ReadonlyMap<number, HeadsLayerShape> {
  const { words, terms, settings, layers } = record
  return new Map(
    layers.map((layer) => [
      layer,
      {
        layer,
        nWords: words.length,
        nTerms: terms.length,
        nTopWords: Math.min(settings.nTop, settings.nShownWords ?? Infinity),
        nShownPairs: settings.nShownPairs ?? Infinity,
        nShuffles: settings.nShuffles,
        sides: record.sides
          .filter(({ nLayers }) => layer < nLayers)
          .map((side) => sideOf(side, layers.indexOf(layer)))
      }
    ])
  )
}

/** Of a layer whose record is still to come. */
export function unknownHeads(layer: number): HeadsLayerShape {
  return {
    layer,
    nWords: Infinity,
    nTerms: Infinity,
    nTopWords: Infinity,
    nShownPairs: Infinity,
    nShuffles: null,
    sides: null
  }
}

/** @param place  of the layer among those that are done */
function sideOf(side: HeadsSide, place: number): HeadsLayerSide {
  const from = place * side.nHeads
  const to = from + side.nHeads
  return {
    role: side.role,
    dHead: side.dHead,
    nPairs: side.nPairs.slice(from, to),
    nRelations: side.relationStarts
      .slice(from + 1, to + 1)
      .map((end, h) => end - side.relationStarts[from + h]!)
  }
}

/**
 * The layer that plain data is, with arrays that fit together and to its record.
 *
 * @throws AppError `request/invalid` naming the field, what was found and what was expected
 */
export function parseHeadsLayer(value: unknown, shape: HeadsLayerShape): HeadsLayer {
  const subject = `heads of layer ${shape.layer}`
  const found: HeadsLayer = parseFields(layerSchema, value, subject)
  if (found.layer !== shape.layer) throw invalid(subject, `are of layer ${found.layer}`)
  assertRoles(found.sides, subject)
  if (shape.sides !== null) assertSidesAre(found.sides, shape.sides, subject)
  for (const side of found.sides) {
    const model = shape.sides?.find((other) => other.role === side.role)
    const about = `${subject}: ${side.role}`
    if (model !== undefined) assertLengths([['heads', side.heads, model.nPairs.length]], about)
    side.heads.forEach((each, h) => {
      if (each.head !== h) throw invalid(about, `head ${each.head} in place ${h}`)
      assertHead(each, shape, `${about}: head ${h}`)
      if (model !== undefined) assertSummary(each, model, `${about}: head ${h}`)
    })
  }
  return found
}

/** Everything in its place, and every number within what it is an index of. */
function assertHead(found: HeadDetail, shape: HeadsLayerShape, about: string): void {
  const { dimensions, queryWords, keyWords, nPairs, pairStarts, chancePairs, relations } = found
  const { pairQuery, pairKey, pairSimilarity } = found
  const d = dimensions.length
  const nShown = pairQuery.length
  assertLengths(
    [
      ['keyWords', keyWords, queryWords.length],
      ['nPairs', nPairs, d],
      ['pairStarts', pairStarts, d + 1],
      ['pairKey', pairKey, nShown],
      ['pairSimilarity', pairSimilarity, nShown],
      ['chancePairs', chancePairs, shape.nShuffles ?? chancePairs.length],
      ['relations/second', relations.second, relations.first.length],
      ['relations/dimensions', relations.dimensions, relations.first.length]
    ],
    about
  )
  const nTopWords = d === 0 ? 0 : queryWords.length / d
  if (!Number.isInteger(nTopWords) || nTopWords > shape.nTopWords) {
    throw invalid(about, `${queryWords.length} words of ${d} dimensions`)
  }
  assertWithin({ dimensions }, 0, d, about)
  if (new Set(dimensions).size !== d) throw invalid(about, 'a dimension occurs twice')
  if (pairStarts[0] !== 0 || pairStarts[d] !== nShown) {
    throw invalid(about, `pairs from ${pairStarts[0]} to ${pairStarts[d]}, expected 0 to ${nShown}`)
  }
  assertAscending(pairStarts, `${about}: pairStarts`, { mayRepeat: true })
  assertWithin({ queryWords, keyWords, pairQuery, pairKey }, 0, shape.nWords, about)
  assertWithin({ nPairs, chancePairs }, 0, mostCount, about)
  for (let i = 0; i < d; i++) {
    const most = Math.min(nPairs[i]!, shape.nShownPairs)
    const n = pairStarts[i + 1]! - pairStarts[i]!
    if (n > most) throw invalid(about, `${n} pairs of dimension ${i}, expected at most ${most}`)
  }
  const { first, second } = relations
  assertWithin({ first, second }, 0, shape.nTerms, about)
  assertWithin({ 'relations/dimensions': relations.dimensions }, leastDimensions, d + 1, about)
  assertFinite({ pairSimilarity }, about)
}

/** The record says the same of this head. */
function assertSummary(found: HeadDetail, model: HeadsLayerSide, about: string): void {
  const nPairs = found.nPairs.reduce((sum, n) => sum + n, 0)
  const expected = model.nPairs[found.head]
  if (nPairs !== expected) {
    throw invalid(about, `${nPairs} pairs, its record has ${expected}`)
  }
  assertLengths(
    [
      ['dimensions', found.dimensions, model.dHead],
      ['relations', found.relations.first, model.nRelations[found.head]!]
    ],
    about
  )
}

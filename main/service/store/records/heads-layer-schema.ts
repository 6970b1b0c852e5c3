/** What a stored or imported layer of a heads result must be before anything reads it. */
import * as v from 'valibot'
import type {
  HeadDetail,
  HeadsLayer,
  HeadsRecord,
  HeadsSide
} from '../../../../preload/analysis/heads/record.ts'
import {
  amount,
  assertAscending,
  assertFinite,
  assertLengths,
  assertRoles,
  assertWithin,
  count,
  invalid,
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

export interface HeadsLayerShape {
  readonly layer: number
  /** Null while it is still to come. */
  readonly record: Pick<HeadsRecord, 'words' | 'terms' | 'sides' | 'settings'> | null
}

export function headsLayerShapes(record: HeadsRecord): ReadonlyMap<number, HeadsLayerShape> {
  return new Map(record.layers.map((layer) => [layer, { layer, record }]))
}

/**
 * The layer that plain data is, with arrays that fit together and to its record.
 *
 * @throws AppError `request/invalid` naming the field, what was found and what was expected
 */
export function parseHeadsLayer(value: unknown, { layer, record }: HeadsLayerShape): HeadsLayer {
  const subject = `heads of layer ${layer}`
  const found: HeadsLayer = parseFields(layerSchema, value, subject)
  if (found.layer !== layer) throw invalid(subject, `are of layer ${found.layer}`)
  assertRoles(found.sides, subject)
  const models = record?.sides.filter(({ nLayers }) => layer < nLayers)
  const expected = models?.map((side) => side.role).join(' and ')
  const roles = found.sides.map((side) => side.role).join(' and ')
  if (expected !== undefined && roles !== expected) {
    throw invalid(subject, `are of ${roles}, expected ${expected}`)
  }
  for (const side of found.sides) {
    const model = models?.find((other) => other.role === side.role)
    const about = `${subject}: ${side.role}`
    if (model !== undefined && side.heads.length !== model.nHeads) {
      throw invalid(about, `${side.heads.length} heads, expected ${model.nHeads}`)
    }
    side.heads.forEach((each, i) => {
      if (each.head !== i) throw invalid(about, `head ${each.head} in place ${i}`)
      assertHead(each, record, model, `${about}: head ${i}`)
    })
  }
  return found
}

function assertHead(
  found: HeadDetail,
  record: HeadsLayerShape['record'],
  model: HeadsSide | undefined,
  about: string
): void {
  const { dimensions, queryWords, keyWords, nPairs, pairStarts, relations } = found
  const { pairQuery, pairKey, pairSimilarity, chancePairs } = found
  const d = model?.dHead ?? dimensions.length
  const nShown = pairQuery.length
  const nWords = record?.words.length ?? 2 ** 31
  const nTerms = record?.terms.length ?? 2 ** 31
  assertLengths(
    [
      ['dimensions', dimensions, d],
      ['keyWords', keyWords, queryWords.length],
      ['nPairs', nPairs, d],
      ['pairStarts', pairStarts, d + 1],
      ['pairKey', pairKey, nShown],
      ['pairSimilarity', pairSimilarity, nShown],
      ['chancePairs', record === null ? undefined : chancePairs, record?.settings.nShuffles ?? 0],
      ['relations', relations.second, relations.first.length],
      ['relations', relations.dimensions, relations.first.length]
    ],
    about
  )
  if (d > 0 && queryWords.length % d !== 0) {
    throw invalid(about, `${queryWords.length} words of ${d} dimensions`)
  }
  if (new Set(dimensions).size !== d) throw invalid(about, 'a dimension occurs twice')
  if (pairStarts[0] !== 0 || pairStarts[d] !== nShown) {
    throw invalid(about, `pairs from ${pairStarts[0]} to ${pairStarts[d]}, expected 0 to ${nShown}`)
  }
  assertAscending(pairStarts, `${about}: pairStarts`, { mayRepeat: true })
  assertWithin({ dimensions }, 0, d, about)
  assertWithin({ queryWords, keyWords, pairQuery, pairKey }, 0, nWords, about)
  assertWithin({ first: relations.first, second: relations.second }, 0, nTerms, about)
  assertWithin({ nPairs, chancePairs, relations: relations.dimensions }, 0, 2 ** 31, about)
  assertFinite({ pairSimilarity }, about)
}

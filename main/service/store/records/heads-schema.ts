/** What a stored or imported heads result must be before anything reads it. */
import * as v from 'valibot'
import type { HeadsRecord, HeadsSide } from '../../../../preload/analysis/heads/record.ts'
import {
  assertAscending,
  assertLayers,
  assertLengths,
  assertRoles,
  assertWithin,
  count,
  finite,
  invalid,
  leastDimensions,
  mostCount,
  parseFields,
  provenance
} from './fields.ts'
import { role } from './label-schema.ts'

const subject = 'heads'
const positive = v.pipe(count, v.minValue(1))
const texts = v.array(v.string())
const numbers = v.instance(Int32Array)
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))

const side = v.looseObject({
  role,
  name: v.string(),
  fingerprint: v.string(),
  nLayers: positive,
  nHeads: positive,
  nKvHeads: positive,
  dModel: positive,
  dHead: positive,
  nPairs: numbers,
  chancePairs: numbers,
  relationStarts: numbers,
  relationFirst: numbers,
  relationSecond: numbers,
  relationDimensions: numbers
})

// Loose objects, so that a field that a later version adds survives storing and export.
const record = v.looseObject({
  wordList: v.looseObject({
    source: v.picklist(['tokenizer', 'file']),
    name: v.string(),
    sha256: hash,
    nUsable: count,
    notes: texts
  }),
  words: texts,
  terms: texts,
  similarity: v.looseObject({
    source: v.picklist(['embeddings', 'file']),
    name: v.string(),
    sha256: hash,
    nDimensions: positive,
    nFound: count,
    notes: texts
  }),
  sides: v.pipe(v.array(side), v.minLength(1), v.maxLength(2)),
  layers: v.array(count),
  settings: v.looseObject({
    layers: v.nullable(v.array(count)),
    nTop: positive,
    nThresholdWords: positive,
    thresholdSds: finite,
    nShuffles: count,
    nShownWords: v.nullable(count),
    nShownPairs: v.nullable(count),
    nThreads: count
  }),
  limits: texts,
  ...provenance
})

/**
 * The record that plain data is, with arrays that fit together and words that exist.
 *
 * @throws AppError `request/invalid` naming the field, what was found and what was expected
 */
export function parseHeads(value: unknown): HeadsRecord {
  const found: HeadsRecord = parseFields(record, value, subject)
  assertRoles(found.sides, subject)
  assertLayers(found.layers, found.sides, subject)
  assertWords(found)
  for (const each of found.sides) assertSide(each, found, `${subject}: ${each.role}`)
  return found
}

function assertWords({ wordList, words, terms, similarity }: HeadsRecord): void {
  const counts = { 'usable words': wordList.nUsable, 'words with a vector': similarity.nFound }
  for (const [what, n] of Object.entries({ ...counts, terms: terms.length })) {
    if (n <= words.length) continue
    throw invalid(subject, `${n} ${what}, expected at most ${words.length}`)
  }
  const odd = terms.find((term) => term !== term.toLowerCase())
  if (odd !== undefined) throw invalid(subject, `term "${odd}", expected lower case`)
  if (new Set(terms).size < terms.length) throw invalid(subject, 'a term occurs twice')
}

function assertSide(found: HeadsSide, { layers, terms, settings }: HeadsRecord, about: string) {
  const nHeads = layers.filter((layer) => layer < found.nLayers).length * found.nHeads
  const { nPairs, chancePairs, relationStarts } = found
  const { relationFirst, relationSecond, relationDimensions } = found
  const nRelations = relationFirst.length
  assertLengths(
    [
      ['nPairs', nPairs, nHeads],
      ['chancePairs', chancePairs, nHeads * settings.nShuffles],
      ['relationStarts', relationStarts, nHeads + 1],
      ['relationSecond', relationSecond, nRelations],
      ['relationDimensions', relationDimensions, nRelations]
    ],
    about
  )
  if (relationStarts[0] !== 0 || relationStarts[nHeads] !== nRelations) {
    throw invalid(
      about,
      `relations from ${relationStarts[0]} to ${relationStarts[nHeads]}, expected 0 to ${nRelations}`
    )
  }
  assertAscending(relationStarts, `${about}: relationStarts`, { mayRepeat: true })
  assertWithin({ relationFirst, relationSecond }, 0, terms.length, about)
  assertWithin({ relationDimensions }, leastDimensions, found.dHead + 1, about)
  assertWithin({ nPairs, chancePairs }, 0, mostCount, about)
}

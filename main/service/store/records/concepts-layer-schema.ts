/** What a stored or imported layer of a concepts result must be before anything reads it. */
import * as v from 'valibot'
import type {
  ConceptsLayer,
  ConceptsLayerDrift,
  ConceptsLayerSide,
  ConceptsRecord,
  ConceptsRole
} from '../../../../preload/analysis/concepts/record.ts'
import {
  amount,
  assertFinite,
  assertLengths,
  assertRoles,
  assertSidesAre,
  assertWithin,
  count,
  finite,
  invalid,
  parseFields
} from './fields.ts'
import { conceptLabel, role } from './label-schema.ts'

const float32 = v.instance(Float32Array)
const float64 = v.instance(Float64Array)
const int32 = v.instance(Int32Array)
const flags = v.instance(Uint8Array)

const side = v.looseObject({
  role,
  eigenvalues: float64,
  explained: float64,
  separated: flags,
  residual: finite,
  topWords: int32,
  topScores: float32,
  coherence: float32,
  randomCoherence: float32,
  labels: v.array(conceptLabel),
  directions: v.optional(float32)
})

const drift = v.looseObject({
  angles: v.array(v.looseObject({ k: v.pipe(count, v.minValue(1)), radians: float64 })),
  matched: int32,
  cosines: float32,
  jaccard: float32,
  rankBiasedOverlap: float32,
  isLost: flags,
  isBorn: flags
})

const layer = v.looseObject({
  layer: count,
  sides: v.pipe(v.array(side), v.minLength(1), v.maxLength(2)),
  drift: v.nullable(drift),
  operations: amount,
  seconds: amount
})

/** What a result's record says of one of its layers. */
export interface LayerShape {
  readonly layer: number
  /** Of the word list; infinite while it is not known. */
  readonly nWords: number
  /** Most words of a concept; infinite while it is not known. */
  readonly nTopWords: number
  /** Null while it is not known. */
  readonly sides:
    | readonly {
        readonly role: ConceptsRole
        readonly nDirections: number
        readonly dModel: number
      }[]
    | null
}

/** The shapes of all layers that a record has. */
export function layerShapes(record: ConceptsRecord): ReadonlyMap<number, LayerShape> {
  const widths = new Map(record.sides.map((model) => [model.role, model.dModel]))
  return new Map(
    record.layers.map(({ layer: index, sides }) => [
      index,
      {
        layer: index,
        nWords: record.words.length,
        nTopWords: record.settings.nWords,
        sides: sides.map((summary) => ({
          role: summary.role,
          nDirections: summary.nDirections,
          dModel: widths.get(summary.role) ?? 0
        }))
      }
    ])
  )
}

/** Of a layer whose record is still to come. */
export function unknownShape(index: number): LayerShape {
  return { layer: index, nWords: Infinity, nTopWords: Infinity, sides: null }
}

/**
 * The layer that plain data is, with arrays that fit together and to its record, and finite numbers only.
 *
 * @throws AppError `request/invalid` naming the field, what was found and what was expected
 */
export function parseConceptsLayer(value: unknown, shape: LayerShape): ConceptsLayer {
  const subject = `concepts of layer ${shape.layer}`
  const found: ConceptsLayer = parseFields(layer, value, subject)
  if (found.layer !== shape.layer) throw invalid(subject, `are of layer ${found.layer}`)
  assertRoles(found.sides, subject)
  if (shape.sides !== null) assertSidesAre(found.sides, shape.sides, subject)
  for (const each of found.sides) assertSide(each, shape, `${subject}: ${each.role}`)
  if (found.drift !== null) assertDrift(found.drift, found.sides, `${subject}: drift`)
  return found
}

function assertSide(found: ConceptsLayerSide, shape: LayerShape, subject: string): void {
  const summary = shape.sides?.find((other) => other.role === found.role)
  const nDirections = summary?.nDirections ?? found.eigenvalues.length
  const nTopWords = nDirections === 0 ? 0 : found.topWords.length / nDirections
  if (!Number.isInteger(nTopWords) || nTopWords > shape.nTopWords) {
    throw invalid(subject, `${found.topWords.length} words of ${nDirections} concepts`)
  }
  const { eigenvalues, explained, separated, topWords, topScores, coherence, directions } = found
  assertLengths(
    [
      ['eigenvalues', eigenvalues, nDirections],
      ['explained', explained, nDirections],
      ['separated', separated, nDirections],
      ['topScores', topScores, topWords.length],
      ['coherence', coherence, nDirections],
      ['labels', found.labels, nDirections],
      ['directions', summary && directions, nDirections * (summary?.dModel ?? 0)]
    ],
    subject
  )
  const { randomCoherence } = found
  assertFinite(
    { eigenvalues, explained, topScores, coherence, randomCoherence, directions },
    subject
  )
  assertWithin({ separated }, 0, 2, subject)
  assertWithin({ topWords }, 0, shape.nWords, subject)
}

function assertDrift(
  found: ConceptsLayerDrift,
  [base, tuned]: readonly ConceptsLayerSide[],
  subject: string
): void {
  if (base === undefined || tuned === undefined) throw invalid(subject, 'of one side')
  const nBase = base.eigenvalues.length
  const nTuned = tuned.eigenvalues.length
  const { angles, matched, cosines, jaccard, rankBiasedOverlap, isLost, isBorn } = found
  assertLengths(
    [
      ['matched', matched, nBase],
      ['cosines', cosines, nBase],
      ['jaccard', jaccard, nBase],
      ['rankBiasedOverlap', rankBiasedOverlap, nBase],
      ['isLost', isLost, nBase],
      ['isBorn', isBorn, nTuned]
    ],
    subject
  )
  for (const { k, radians } of angles) {
    if (radians.length > k) {
      throw invalid(subject, `${radians.length} angles of subspaces of ${k} dimensions`)
    }
    assertFinite({ radians }, subject)
  }
  assertFinite({ cosines, jaccard, rankBiasedOverlap }, subject)
  assertWithin({ matched }, -1, nTuned, subject)
  assertWithin({ isLost, isBorn }, 0, 2, subject)
}

/** What a stored or imported concepts result must be before anything reads it. */
import * as v from 'valibot'
import { levels, tasks } from '../../../../preload/analysis/concepts/labels.ts'
import type {
  ConceptsLayerSummary,
  ConceptsRecord
} from '../../../../preload/analysis/concepts/record.ts'
import {
  amount,
  assertAscending,
  assertLengths,
  assertRoles,
  assertWithin,
  count,
  finite,
  invalid,
  parseFields,
  provenance
} from './fields.ts'
import { role } from './label-schema.ts'

const subject = 'concepts'
const positive = v.pipe(count, v.minValue(1))
const codes = v.instance(Uint8Array)
const texts = v.array(v.string())

// Loose objects, so that a field that a later version adds survives storing and export.
const sideSummary = v.looseObject({
  role,
  nDirections: positive,
  explainedFirst: finite,
  explainedKept: finite,
  coherence: finite,
  chanceCoherence: finite,
  chanceLine: finite,
  shareAboveChance: finite,
  isReadable: v.boolean(),
  taskCodes: codes,
  levelCodes: codes
})

const driftSummary = v.looseObject({
  subspaces: v.array(v.looseObject({ k: positive, meanAngle: finite, maxAngle: finite })),
  meanRotationLeading: finite,
  meanRotation: finite,
  meanRankChange: finite,
  meanJaccard: finite,
  meanRankBiasedOverlap: finite,
  nBorn: count,
  nLost: count
})

const record = v.looseObject({
  wordList: v.looseObject({
    source: v.picklist(['tokenizer', 'file']),
    name: v.string(),
    sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
    nUsable: count,
    notes: texts
  }),
  words: texts,
  sides: v.pipe(
    v.array(
      v.looseObject({
        role,
        name: v.string(),
        fingerprint: v.string(),
        nLayers: positive,
        dModel: positive,
        dFfn: positive
      })
    ),
    v.minLength(1),
    v.maxLength(2)
  ),
  layers: v.array(
    v.looseObject({
      layer: count,
      sides: v.pipe(v.array(sideSummary), v.minLength(1), v.maxLength(2)),
      drift: v.nullable(driftSummary)
    })
  ),
  settings: v.looseObject({
    layers: v.nullable(v.array(count)),
    nDirections: positive,
    nWords: positive,
    nRandom: count,
    partnerThreshold: amount,
    keepDirections: v.boolean(),
    nThreads: count
  }),
  limits: texts,
  ...provenance
})

/**
 * The record that plain data is, with parts that fit together and finite numbers only.
 *
 * @throws AppError `request/invalid` naming the field, what was found and what was expected
 */
export function parseConcepts(value: unknown): ConceptsRecord {
  const found: ConceptsRecord = parseFields(record, value, subject)
  assertRoles(found.sides, subject)
  if (found.wordList.nUsable > found.words.length) {
    throw invalid(
      subject,
      `${found.wordList.nUsable} usable words, expected at most ${found.words.length}`
    )
  }
  assertAscending(
    found.layers.map(({ layer }) => layer),
    `${subject}: layers`
  )
  for (const layer of found.layers) assertLayer(layer, found)
  return found
}

function assertLayer(layer: ConceptsLayerSummary, { sides, settings }: ConceptsRecord): void {
  const about = `${subject}: layer ${layer.layer}`
  assertRoles(layer.sides, about)
  for (const side of layer.sides) {
    const model = sides.find((other) => other.role === side.role)
    if (model === undefined || layer.layer >= model.nLayers) {
      throw invalid(about, `of ${side.role}, which has ${model?.nLayers ?? 0} layers`)
    }
    const most = Math.min(settings.nDirections, model.dModel)
    if (side.nDirections > most) {
      throw invalid(about, `${side.nDirections} directions, expected at most ${most}`)
    }
    const { nDirections, taskCodes, levelCodes } = side
    assertLengths(
      [
        ['taskCodes', taskCodes, nDirections],
        ['levelCodes', levelCodes, nDirections]
      ],
      `${about}: ${side.role}`
    )
    assertWithin({ taskCodes }, 0, 2 ** tasks.length, `${about}: ${side.role}`)
    assertWithin({ levelCodes }, 0, levels.length, `${about}: ${side.role}`)
  }
  if (layer.drift !== null && layer.sides.length < 2) {
    throw invalid(about, 'has a drift but one side')
  }
}

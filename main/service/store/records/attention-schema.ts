/** What a stored or imported attention result and its layers must be before anything reads them. */
import * as v from 'valibot'
import type {
  AttentionLayer,
  AttentionRecord
} from '../../../../preload/analysis/heads/attention-record.ts'
import {
  amount,
  assertAscending,
  assertFinite,
  assertLengths,
  assertRoles,
  count,
  invalid,
  parseFields,
  provenance
} from './fields.ts'
import { role } from './label-schema.ts'

const subject = 'attention'
const positive = v.pipe(count, v.minValue(1))
/** Rows sum to 1 in float32. */
const mostWeight = 1 + 1e-3

// Loose objects, so that a field that a later version adds survives storing and export.
const recordSchema = v.looseObject({
  prompt: v.string(),
  sides: v.pipe(
    v.array(
      v.looseObject({
        role,
        name: v.string(),
        fingerprint: v.string(),
        nLayers: positive,
        nHeads: positive,
        ids: v.array(count),
        tokens: v.array(v.string()),
        isSpecial: v.array(v.boolean())
      })
    ),
    v.minLength(1),
    v.maxLength(2)
  ),
  layers: v.array(count),
  settings: v.looseObject({
    prompt: v.string(),
    useChatTemplate: v.boolean(),
    layers: v.nullable(v.array(count)),
    nThreads: count
  }),
  limits: v.array(v.string()),
  ...provenance
})

const layerSchema = v.looseObject({
  layer: count,
  sides: v.pipe(
    v.array(v.looseObject({ role, weights: v.instance(Float32Array) })),
    v.minLength(1),
    v.maxLength(2)
  ),
  operations: amount,
  seconds: amount
})

/** @throws AppError `request/invalid` naming the field, what was found and what was expected */
export function parseAttention(value: unknown): AttentionRecord {
  const found: AttentionRecord = parseFields(recordSchema, value, subject)
  assertRoles(found.sides, subject)
  assertAscending(found.layers, `${subject}: layers`)
  for (const { role: name, ids, tokens, isSpecial } of found.sides) {
    const nTokens = ids.length
    assertLengths(
      [
        ['tokens', tokens, nTokens],
        ['isSpecial', isSpecial, nTokens]
      ],
      `${subject}: ${name}`
    )
  }
  return found
}

export interface AttentionLayerShape {
  readonly layer: number
  /** Null while it is still to come. */
  readonly record: Pick<AttentionRecord, 'sides'> | null
}

export function attentionLayerShapes(
  record: AttentionRecord
): ReadonlyMap<number, AttentionLayerShape> {
  return new Map(record.layers.map((layer) => [layer, { layer, record }]))
}

/** @throws AppError `request/invalid` naming the field, what was found and what was expected */
export function parseAttentionLayer(
  value: unknown,
  { layer, record }: AttentionLayerShape
): AttentionLayer {
  const about = `${subject} of layer ${layer}`
  const found: AttentionLayer = parseFields(layerSchema, value, about)
  if (found.layer !== layer) throw invalid(about, `is of layer ${found.layer}`)
  assertRoles(found.sides, about)
  for (const { role: name, weights } of found.sides) {
    const model = record?.sides.find((side) => side.role === name)
    if (record !== null && model === undefined) throw invalid(about, `of ${name}, no such model`)
    if (model !== undefined) {
      const nWeights = model.nHeads * model.ids.length ** 2
      assertLengths([['weights', weights, nWeights]], `${about}: ${name}`)
    }
    assertFinite({ weights }, `${about}: ${name}`)
    const odd = weights.findIndex((weight) => weight < 0 || weight > mostWeight)
    if (odd >= 0) throw invalid(`${about}: ${name}`, `weight ${weights[odd]} at ${odd}`)
  }
  return found
}

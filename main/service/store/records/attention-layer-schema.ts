/** What a stored or imported layer of an attention result must be before anything reads it. */
import * as v from 'valibot'
import type {
  AttentionLayer,
  AttentionRecord
} from '../../../../preload/analysis/heads/attention-record.ts'
import {
  amount,
  assertFinite,
  assertLengths,
  assertRoles,
  assertSidesAre,
  count,
  invalid,
  parseFields
} from './fields.ts'
import { role } from './label-schema.ts'

/** Rows sum to 1 in float32. */
const mostWeight = 1 + 1e-3

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

/** What a result's record says of one of its layers. */
export interface AttentionLayerShape {
  readonly layer: number
  /** Null while it is not known. */
  readonly sides:
    | readonly {
        readonly role: 'base' | 'tuned'
        readonly nHeads: number
        readonly nTokens: number
      }[]
    | null
}

/** The shapes of all layers that a record has. */
export function attentionLayerShapes({
  layers,
  sides
}: AttentionRecord): ReadonlyMap<number, AttentionLayerShape> {
  return new Map(
    layers.map((layer) => [
      layer,
      {
        layer,
        sides: sides
          .filter(({ nLayers }) => layer < nLayers)
          .map((side) => ({ role: side.role, nHeads: side.nHeads, nTokens: side.ids.length }))
      }
    ])
  )
}

/** Of a layer whose record is still to come. */
export function unknownAttention(layer: number): AttentionLayerShape {
  return { layer, sides: null }
}

/** @throws AppError `request/invalid` naming the field, what was found and what was expected */
export function parseAttentionLayer(value: unknown, shape: AttentionLayerShape): AttentionLayer {
  const subject = `attention of layer ${shape.layer}`
  const found: AttentionLayer = parseFields(layerSchema, value, subject)
  if (found.layer !== shape.layer) throw invalid(subject, `is of layer ${found.layer}`)
  assertRoles(found.sides, subject)
  if (shape.sides !== null) assertSidesAre(found.sides, shape.sides, subject)
  for (const side of found.sides) {
    const about = `${subject}: ${side.role}`
    assertWeights(side.weights, about)
    const model = shape.sides?.find((other) => other.role === side.role)
    if (model === undefined) continue
    assertLengths([['weights', side.weights, model.nHeads * model.nTokens ** 2]], about)
    assertNothingAhead(side.weights, model.nTokens, about)
  }
  return found
}

function assertWeights(weights: Float32Array, about: string): void {
  assertFinite({ weights }, about)
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!
    if (weight >= 0 && weight <= mostWeight) continue
    throw invalid(about, `weights is ${weight} at ${i}, expected 0 to 1`)
  }
}

/** No token attends to a later one. @param weights [heads, T, T] */
function assertNothingAhead(weights: Float32Array, nTokens: number, about: string): void {
  for (let start = 0; start < weights.length; start += nTokens) {
    const token = (start / nTokens) % nTokens
    for (let key = token + 1; key < nTokens; key++) {
      if (weights[start + key] === 0) continue
      throw invalid(about, `token ${token} attends to token ${key}, which comes after it`)
    }
  }
}

/** What the store must know of the layers of each analysis whose parts are layers. */
import type { ConceptsLayer, ConceptsRecord } from '../../../../preload/analysis/concepts/record.ts'
import type {
  AttentionLayer,
  AttentionRecord
} from '../../../../preload/analysis/heads/attention-record.ts'
import type { HeadsLayer, HeadsRecord } from '../../../../preload/analysis/heads/record.ts'
import type { AnyRecord } from '../../../../preload/data.ts'
import { AppError } from '../../../errors.ts'
import {
  attentionLayerShapes,
  parseAttentionLayer,
  unknownAttention
} from './attention-layer-schema.ts'
import { layerShapes, parseConceptsLayer, unknownShape } from './concepts-layer-schema.ts'
import { headsLayerShapes, parseHeadsLayer, unknownHeads } from './heads-layer-schema.ts'

/** Analyses whose results have a part a layer. */
export interface LayerOf {
  readonly concepts: ConceptsLayer
  readonly heads: HeadsLayer
  readonly attention: AttentionLayer
}

/** Their records. */
export interface RecordOf {
  readonly concepts: ConceptsRecord
  readonly heads: HeadsRecord
  readonly attention: AttentionRecord
}

export type LayeredKind = keyof LayerOf
export type LayeredRecord = Extract<AnyRecord, { readonly kind: LayeredKind }>

type ParseLayer = (value: unknown) => LayerOf[LayeredKind]

/** By index, ascending: how each layer of a record is checked against it. */
export function layerParsers(any: LayeredRecord): ReadonlyMap<number, ParseLayer> {
  switch (any.kind) {
    case 'concepts':
      return parsers(layerShapes(any.record), parseConceptsLayer)
    case 'heads':
      return parsers(headsLayerShapes(any.record), parseHeadsLayer)
    case 'attention':
      return parsers(attentionLayerShapes(any.record), parseAttentionLayer)
  }
}

function parsers<Shape>(
  shapes: ReadonlyMap<number, Shape>,
  parse: (value: unknown, shape: Shape) => LayerOf[LayeredKind]
): ReadonlyMap<number, ParseLayer> {
  return new Map([...shapes].map(([layer, shape]) => [layer, (value) => parse(value, shape)]))
}

/** A layer whose record is still to come, checked by itself. */
export function parseLayerAlone(
  kind: LayeredKind,
  value: unknown,
  layer: number
): LayerOf[LayeredKind] {
  switch (kind) {
    case 'concepts':
      return parseConceptsLayer(value, unknownShape(layer))
    case 'heads':
      return parseHeadsLayer(value, unknownHeads(layer))
    case 'attention':
      return parseAttentionLayer(value, unknownAttention(layer))
  }
}

export function isLayered(any: AnyRecord): any is LayeredRecord {
  return any.kind !== 'attribution' && any.kind !== 'study'
}

/** Indices of the layers that a record has. */
export function layerIndices(any: AnyRecord): readonly number[] {
  switch (any.kind) {
    case 'attribution':
    case 'study':
      return []
    case 'concepts':
      return any.record.layers.map(({ layer }) => layer)
    case 'heads':
    case 'attention':
      return any.record.layers
  }
}

/** @throws AppError `request/invalid` when the record is of another analysis */
export function requireLayered<K extends LayeredKind>(
  any: AnyRecord,
  kind: K,
  subject: string
): LayeredRecord & { readonly record: RecordOf[K] } {
  // Checked in this line.
  if (any.kind === kind) return any as LayeredRecord & { readonly record: RecordOf[K] }
  throw new AppError('request/invalid', `${subject}: ${any.kind}, expected ${kind}`)
}

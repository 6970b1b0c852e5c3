import type { ConceptsLayer, ConceptsRecord } from '../../../../preload/analysis/concepts/record.ts'
import type { OpenedResult } from '../../../../preload/data.ts'
import { AppError } from '../../../errors.ts'
import { joinArrays } from '../../../plain-arrays.ts'
import { decodeContainer } from '../blobs/array-container.ts'
import type { BlobPlace } from '../blobs/blobs.ts'
import { layerPartId, readPart } from '../parts.ts'
import {
  layerShapes,
  parseConceptsLayer,
  type LayerShape
} from '../records/concepts-layer-schema.ts'
import { unavailable } from '../store-error.ts'
import { openResult, requireRow } from './results.ts'

type Shapes = ReadonlyMap<number, LayerShape>

/**
 * Reads the layers of stored concepts results one by one. What a record says of its layers is remembered
 * for the last result: its words would be read again for every layer.
 */
export class ConceptsReader {
  readonly #place: BlobPlace
  #last: { readonly recordSha256: string; readonly shapes: Shapes } | null = null

  constructor(place: BlobPlace) {
    this.#place = place
  }

  /** @throws AppError `request/invalid` when the result is of another analysis */
  record(resultId: string): ConceptsRecord {
    return conceptsOf(openResult(this.#place, resultId), resultId)
  }

  /** Indices of a result's layers, ascending. */
  layers(resultId: string): readonly number[] {
    return [...this.#shapes(resultId).keys()]
  }

  /**
   * @throws AppError `request/invalid` when the result has no such layer, `store/unavailable` when it is
   *   damaged; the other layers can still be read
   */
  layer(resultId: string, layer: number): ConceptsLayer {
    const shape = this.#shapes(resultId).get(layer)
    if (shape === undefined) throw noLayer(resultId, layer)
    const { seq } = requireRow(this.#place.db, resultId)
    const read = readPart(this.#place, seq, layerPartId(layer))
    if (read.isSound) return parseConceptsLayer(joinArrays(decodeContainer(read.bytes)), shape)
    throw unavailable(
      `layer ${layer} cannot be shown: ${read.problem}`,
      this.#place.db.name,
      'Run the analysis again, which replaces it, or import it from an exported file.'
    )
  }

  #shapes(resultId: string): Shapes {
    const { recordSha256 } = requireRow(this.#place.db, resultId)
    if (this.#last?.recordSha256 === recordSha256) return this.#last.shapes
    const shapes = layerShapes(this.record(resultId))
    this.#last = { recordSha256, shapes }
    return shapes
  }
}

export function noLayer(resultId: string, layer: number): AppError {
  return new AppError('request/invalid', `layer ${layer}: not in result ${resultId}`)
}

function conceptsOf(opened: OpenedResult, resultId: string): ConceptsRecord {
  if (opened.kind === 'concepts') return opened.record
  throw new AppError('request/invalid', `result ${resultId}: ${opened.kind}, expected concepts`)
}

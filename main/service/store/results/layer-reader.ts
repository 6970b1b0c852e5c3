import type { OpenedResult } from '../../../../preload/data.ts'
import { AppError } from '../../../errors.ts'
import { joinArrays } from '../../../plain-arrays.ts'
import { decodeContainer } from '../blobs/array-container.ts'
import type { BlobPlace } from '../blobs/blobs.ts'
import { layerPartId, readPart } from '../parts.ts'
import {
  isLayered,
  layerParsers,
  requireLayered,
  type LayeredKind,
  type LayeredRecord,
  type LayerOf,
  type RecordOf
} from '../records/layer-kinds.ts'
import { unavailable } from '../store-error.ts'
import { openResult, requireRow } from './results.ts'

type Parsers = ReturnType<typeof layerParsers>

/**
 * Reads the layers of stored results one by one. What a record says of its layers is remembered for the
 * last result: its words would be read again for every layer. Opening a result counts, because its layers are
 * looked at next.
 */
export class LayerReader {
  readonly #place: BlobPlace
  #last: {
    readonly recordSha256: string
    readonly kind: LayeredKind
    readonly parsers: Parsers
  } | null = null

  constructor(place: BlobPlace) {
    this.#place = place
  }

  /** As `openResult`. */
  open(resultId: string): OpenedResult {
    const opened = openResult(this.#place, resultId)
    if (isLayered(opened)) this.#remember(resultId, opened)
    return opened
  }

  /** @throws AppError `request/invalid` when the result is of another analysis */
  record<K extends LayeredKind>(kind: K, resultId: string): RecordOf[K] {
    return requireLayered(openResult(this.#place, resultId), kind, `result ${resultId}`).record
  }

  /** Indices of a result's layers, ascending. */
  layers(kind: LayeredKind, resultId: string): readonly number[] {
    return [...this.#parsers(kind, resultId).keys()]
  }

  /**
   * @throws AppError `request/invalid` when the result has no such layer, `store/unavailable` when it is
   *   damaged; the other layers can still be read
   */
  layer<K extends LayeredKind>(kind: K, resultId: string, layer: number): LayerOf[K] {
    const parse = this.#parsers(kind, resultId).get(layer)
    if (parse === undefined) throw noLayer(resultId, layer)
    const { seq } = requireRow(this.#place.db, resultId)
    const read = readPart(this.#place, seq, layerPartId(layer))
    // The parser is of this kind.
    if (read.isSound) return parse(joinArrays(decodeContainer(read.bytes))) as LayerOf[K]
    throw unavailable(
      `layer ${layer} cannot be shown: ${read.problem}`,
      this.#place.db.name,
      'Run the analysis again, which replaces it, or import it from an exported file.'
    )
  }

  #parsers(kind: LayeredKind, resultId: string): Parsers {
    const { recordSha256 } = requireRow(this.#place.db, resultId)
    if (this.#last?.recordSha256 === recordSha256 && this.#last.kind === kind) {
      return this.#last.parsers
    }
    const opened = openResult(this.#place, resultId)
    return this.#remember(resultId, requireLayered(opened, kind, `result ${resultId}`))
  }

  #remember(resultId: string, any: LayeredRecord): Parsers {
    const { recordSha256 } = requireRow(this.#place.db, resultId)
    const parsers = layerParsers(any)
    this.#last = { recordSha256, kind: any.kind, parsers }
    return parsers
  }
}

function noLayer(resultId: string, layer: number): AppError {
  return new AppError('request/invalid', `layer ${layer}: not in result ${resultId}`)
}

/** Results between the library and files. */
import type { ResultKind } from '../../../../preload/data.ts'
import { AppError } from '../../../errors.ts'
import { splitArrays } from '../../../plain-arrays.ts'
import { encodeContainer } from '../blobs/array-container.ts'
import { putBlob, type BlobPlace } from '../blobs/blobs.ts'
import { listLabels, mergeLabels } from '../labels.ts'
import { layerPartId, sizeOfParts, type PartAddress } from '../parts.ts'
import { parseLabels } from '../records/label-schema.ts'
import { layerIndices, type LayeredKind, type LayerOf } from '../records/layer-kinds.ts'
import { unavailable } from '../store-error.ts'
import type { LayerReader } from './layer-reader.ts'
import { maxFileBytes, type ResultFile } from './result-file.ts'
import type { KeyFields } from './result-key.ts'
import { openResult, putResult, requireRow } from './results.ts'

/** How a result of the same models becomes small enough for a file. */
const smaller: Readonly<Record<ResultKind, string>> = {
  attribution: 'Run it again for a shorter text.',
  concepts: 'Run it again without keeping the directions.',
  heads: 'Run it again with fewer words and pairs of each dimension, or for fewer layers.',
  attention: 'Run it again for a shorter prompt or for fewer layers.'
}

/**
 * All of a result, for a file.
 *
 * @throws AppError `store/unavailable` when any of it cannot be verified: a file would hide that;
 *   `request/invalid` when the file would be too large to be read again
 */
export function resultToExport(
  place: BlobPlace,
  reader: LayerReader,
  resultId: string
): ResultFile {
  const { db } = place
  const opened = openResult(place, resultId)
  const { row, problems } = opened
  if (problems.length > 0) {
    throw unavailable(
      `result "${row.title}" cannot be exported: ${problems.join('; ')}`,
      db.name,
      'Run it again, which replaces it.'
    )
  }
  const stored = requireRow(db, resultId)
  const sizeBytes = sizeOfParts(db, stored.seq)
  if (sizeBytes > maxFileBytes) {
    throw new AppError(
      'request/invalid',
      `result "${row.title}": ${sizeBytes} bytes of layers, expected at most ${maxFileBytes} in a file`,
      { hint: smaller[opened.kind] }
    )
  }
  // Written by putResult from key fields, and just found to match the id.
  const keyFields = JSON.parse(stored.keyFields) as KeyFields
  const { title, note, tags } = row
  const head = { resultId, keyFields, title, note, tags }
  if (opened.kind === 'attribution') return { ...head, kind: opened.kind, record: opened.record }
  const read = <K extends LayeredKind>(kind: K): LayerOf[K][] =>
    layerIndices(opened).map((layer) => reader.layer(kind, resultId, layer))
  const labels = listLabels(db, stored.seq)
  switch (opened.kind) {
    case 'concepts':
      return { ...head, kind: opened.kind, record: opened.record, layers: read('concepts'), labels }
    case 'heads':
      return { ...head, kind: opened.kind, record: opened.record, layers: read('heads'), labels }
    case 'attention':
      return {
        ...head,
        kind: opened.kind,
        record: opened.record,
        layers: read('attention'),
        labels
      }
  }
}

/** Stores what a file holds; an equal result that is there stays, and gets the labels that it lacks. */
export function importResult(place: BlobPlace, reader: LayerReader, file: ResultFile): string {
  if (file.kind === 'attribution') return putResult(place, file)
  const { layers, labels, ...result } = file
  const parts = layers.map((layer) => putLayer(place, layer))
  const resultId = putResult(place, { ...result, parts })
  if (file.kind !== 'concepts') return resultId
  // Against the record that is there now: the file's own may be another one of the same key.
  const fitting = parseLabels(labels, reader.record('concepts', resultId))
  mergeLabels(place.db, requireRow(place.db, resultId).seq, fitting)
  return resultId
}

function putLayer(place: BlobPlace, layer: LayerOf[LayeredKind]): PartAddress {
  return {
    partId: layerPartId(layer.layer),
    sha256: putBlob(place, encodeContainer(splitArrays(layer)))
  }
}

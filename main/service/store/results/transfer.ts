/** Results between the library and files. */
import type { ResultKind } from '../../../../preload/data.ts'
import { AppError } from '../../../errors.ts'
import { splitArrays } from '../../../plain-arrays.ts'
import { encodeContainer } from '../blobs/array-container.ts'
import { putBlob, type BlobPlace } from '../blobs/blobs.ts'
import { listLabels, mergeLabels } from '../labels.ts'
import { layerPartId, sizeOfParts, type PartAddress } from '../parts.ts'
import { listRatings, mergeRatings } from '../ratings.ts'
import { parseLabels } from '../records/label-schema.ts'
import { layerIndices, type LayeredKind, type LayerOf } from '../records/layer-kinds.ts'
import { parseRatings } from '../records/rating-schema.ts'
import { unavailable } from '../store-error.ts'
import type { LayerReader } from './layer-reader.ts'
import { maxFileBytes, type ResultFile } from './result-file.ts'
import type { KeyFields } from './result-key.ts'
import { openResult, putResult, requireRow } from './results.ts'
import type { StudyReader } from './study-reader.ts'

/** How a result of the same models becomes small enough for a file. */
const smaller: Readonly<Record<ResultKind, string>> = {
  attribution: 'Run it again for a shorter text.',
  concepts: 'Run it again without keeping the directions.',
  heads: 'Run it again with fewer words and pairs of each dimension, or for fewer layers.',
  attention: 'Run it again for a shorter prompt or for fewer layers.',
  study: 'Run it again for fewer cases or shorter responses.'
}

/** They read what a result has beside its record. */
export interface PartReaders {
  readonly layers: LayerReader
  readonly studies: StudyReader
}

/**
 * All of a result, for a file.
 *
 * @throws AppError `store/unavailable` when any of it cannot be verified: a file would hide that;
 *   `request/invalid` when the file would be too large to be read again
 */
export function resultToExport(
  place: BlobPlace,
  readers: PartReaders,
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
      `result "${row.title}": ${sizeBytes} bytes of parts, expected at most ${maxFileBytes} in a file`,
      { hint: smaller[opened.kind] }
    )
  }
  // Written by putResult from key fields, and just found to match the id.
  const keyFields = JSON.parse(stored.keyFields) as KeyFields
  const { title, note, tags } = row
  const head = { resultId, keyFields, title, note, tags }
  if (opened.kind === 'attribution') return { ...head, kind: opened.kind, record: opened.record }
  const read = <K extends LayeredKind>(kind: K): LayerOf[K][] =>
    layerIndices(opened).map((layer) => readers.layers.layer(kind, resultId, layer))
  if (opened.kind === 'study') {
    const { kind, record } = opened
    const parts = record.parts.map((partId) => readers.studies.part(resultId, partId))
    return { ...head, kind, record, parts, ratings: listRatings(db, stored.seq) }
  }
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

/** Stores what a file holds; an equal result that is there stays, and gets labels and ratings that it lacks. */
export function importResult(place: BlobPlace, readers: PartReaders, file: ResultFile): string {
  if (file.kind === 'attribution') return putResult(place, file)
  if (file.kind === 'study') return importStudy(place, readers.studies, file)
  const { layers, labels, ...result } = file
  const parts = layers.map((layer) => putPart(place, layerPartId(layer.layer), layer))
  const resultId = putResult(place, { ...result, parts })
  if (file.kind !== 'concepts') return resultId
  // Against the record that is there now: the file's own may be another one of the same key.
  const fitting = parseLabels(labels, readers.layers.record('concepts', resultId))
  mergeLabels(place.db, requireRow(place.db, resultId).seq, fitting)
  return resultId
}

function importStudy(
  place: BlobPlace,
  reader: StudyReader,
  { parts, ratings, ...result }: Extract<ResultFile, { readonly kind: 'study' }>
): string {
  const addresses = parts.map((part, i) => putPart(place, result.record.parts[i]!, part))
  const resultId = putResult(place, { ...result, parts: addresses })
  const fitting = parseRatings(ratings, reader.record(resultId))
  mergeRatings(place.db, requireRow(place.db, resultId).seq, fitting)
  return resultId
}

function putPart(place: BlobPlace, partId: string, part: object): PartAddress {
  return { partId, sha256: putBlob(place, encodeContainer(splitArrays(part))) }
}

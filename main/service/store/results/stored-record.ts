import type { AttributionRecord } from '../../../../preload/analysis/attribution-record.ts'
import { decodeContainer, encodeContainer } from '../blobs/array-container.ts'
import { putBlob, readBlob, type BlobPlace } from '../blobs/blobs.ts'
import { joinArrays, splitArrays } from '../../../plain-arrays.ts'
import { putInput, readInput } from '../inputs.ts'
import { parseRecord } from './record-schema.ts'

/** Where a record lies: its prompt once among the inputs, the rest as one blob. */
export interface RecordAddress {
  readonly promptSha256: string
  readonly recordSha256: string
}

export type RecordRead =
  | { readonly record: AttributionRecord; readonly problems: readonly string[] }
  | { readonly record: null; readonly problems: readonly string[] }

/** Call it in the transaction that stores the address. */
export function putRecord(place: BlobPlace, record: AttributionRecord): RecordAddress {
  const { prompt, ...rest } = record
  return {
    promptSha256: putInput(place.db, prompt),
    recordSha256: putBlob(place, encodeContainer(splitArrays(rest)))
  }
}

/** A verified record, or why there is none. A prompt that cannot be verified is left empty and named. */
export function readRecord(place: BlobPlace, address: RecordAddress): RecordRead {
  const read = readBlob(place, address.recordSha256)
  if (!read.isSound) return { record: null, problems: [read.problem] }
  const prompt = readInput(place.db, address.promptSha256)
  const rest = joinArrays(decodeContainer(read.bytes))
  const record = parseRecord({ ...Object(rest), prompt: prompt ?? '' })
  const problems = prompt === null ? ['its prompt is missing or was changed'] : []
  return { record, problems }
}

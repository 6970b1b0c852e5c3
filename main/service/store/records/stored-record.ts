import type { AnyRecord } from '../../../../preload/data.ts'
import { joinArrays, splitArrays } from '../../../plain-arrays.ts'
import { decodeContainer, encodeContainer } from '../blobs/array-container.ts'
import { putBlob, readBlob, type BlobPlace } from '../blobs/blobs.ts'
import { putInput, readInput } from '../inputs.ts'
import { factsOf, parseRecord } from './record-kinds.ts'

/** Where a record lies: its prompt once among the inputs, the rest as one blob. */
export interface RecordAddress {
  readonly kind: string
  readonly promptSha256: string
  readonly recordSha256: string
}

export interface RecordRead {
  /** Null where it cannot be verified. */
  readonly any: AnyRecord | null
  readonly problems: readonly string[]
}

/** Call it in the transaction that stores the address. */
export function putRecord(place: BlobPlace, any: AnyRecord): Omit<RecordAddress, 'kind'> {
  return {
    promptSha256: putInput(place.db, factsOf(any).prompt),
    recordSha256: putBlob(place, encodeContainer(splitArrays(withoutPrompt(any))))
  }
}

/** A verified record, or why there is none. A prompt that cannot be verified is left empty and named. */
export function readRecord(place: BlobPlace, address: RecordAddress): RecordRead {
  const read = readBlob(place, address.recordSha256)
  if (!read.isSound) return { any: null, problems: [read.problem] }
  const rest = joinArrays(decodeContainer(read.bytes))
  if (!hasPrompt(address.kind)) return { any: parseRecord(address.kind, rest), problems: [] }
  const prompt = readInput(place.db, address.promptSha256)
  const any = parseRecord(address.kind, { ...Object(rest), prompt: prompt ?? '' })
  return { any, problems: prompt === null ? ['its prompt is missing or was changed'] : [] }
}

function withoutPrompt({ kind, record }: AnyRecord): object {
  if (!hasPrompt(kind)) return record
  const rest: Record<string, unknown> = { ...record }
  delete rest['prompt']
  return rest
}

/** Whether an analysis is one of a prompt. */
function hasPrompt(kind: string): boolean {
  return kind === 'attribution' || kind === 'attention'
}

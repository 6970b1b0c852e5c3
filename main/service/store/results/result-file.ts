/**
 * A result as one file, `*.shiftlens`. Everything in it may have been written by anybody:
 *
 *     0   8 bytes   "SHLENS" 0x0D 0x0A, which a transfer as text would destroy
 *     8   u32       version, little-endian: 1 for an attribution, 3 for a study, 2 for every other analysis
 *     12  u32       0
 *     16  32 bytes  SHA-256 of all that follows
 *     48  …         array container: resultId, keyFields, title, note, tags, record;
 *                   in version 2 also kind, layers (the parts, by their layer) and labels;
 *                   in version 3 parts (as the record names them) and ratings
 *
 * So an attribution is the same bytes in every version of the program, and an older one says of an analysis
 * that it does not know that it was made by another version.
 */
import { createHash } from 'node:crypto'
import * as v from 'valibot'
import type { AttributionRecord } from '../../../../preload/analysis/attribution-record.ts'
import type { StoredLabel } from '../../../../preload/analysis/concepts/labels.ts'
import type { StoredRating, StudyRecord } from '../../../../preload/analysis/studies/record.ts'
import type { AnyRecord } from '../../../../preload/data.ts'
import type { JsonPlain } from '../../../worker/contract.ts'
import { AppError } from '../../../errors.ts'
import { joinArrays, splitArrays } from '../../../plain-arrays.ts'
import { decodeContainer, encodeContainer } from '../blobs/array-container.ts'
import { canonicalJson } from '../canonical-json.ts'
import { parseLabels } from '../records/label-schema.ts'
import { isLayered, layerParsers, type LayeredKind, type LayerOf } from '../records/layer-kinds.ts'
import { parseRatings } from '../records/rating-schema.ts'
import { parseRecord } from '../records/record-kinds.ts'
import { parseStudyPart, type StudyPart } from '../records/study-part-schema.ts'
import { parseStudy } from '../records/study-schema.ts'
import { parseAttribution } from '../records/attribution-schema.ts'
import { resultKey, type KeyFields } from './result-key.ts'

interface FileHead {
  readonly resultId: string
  readonly keyFields: KeyFields
  readonly title: string
  readonly note: string
  readonly tags: readonly string[]
}

export type ResultFile = FileHead &
  (
    | { readonly kind: 'attribution'; readonly record: AttributionRecord }
    | LayeredContent<'concepts'>
    | LayeredContent<'heads'>
    | LayeredContent<'attention'>
    | StudyContent
  )

type LayeredContent<K extends LayeredKind> = Extract<AnyRecord, { readonly kind: K }> & {
  /** Those of the record, in its order. */
  readonly layers: readonly LayerOf[K][]
  /** Of concepts the whole history, oldest first; else none. */
  readonly labels: readonly StoredLabel[]
}

interface StudyContent {
  readonly kind: 'study'
  readonly record: StudyRecord
  /** Those of the record, in its order. */
  readonly parts: readonly StudyPart[]
  /** The whole history, oldest first. */
  readonly ratings: readonly StoredRating[]
}

const magic = Uint8Array.of(0x53, 0x48, 0x4c, 0x45, 0x4e, 0x53, 0x0d, 0x0a)
const versions = { attribution: 1, layered: 2, study: 3 } as const
const bodyStart = 48

/**
 * Far above any map: one of 4,096 × 4,096 with leave-one-out, twice, is 256 MiB. Concepts of the largest
 * models come near it when all their directions are kept.
 */
export const maxFileBytes = 1024 * 1024 * 1024

const head = {
  resultId: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  keyFields: v.custom<KeyFields>(isPlainFields, 'expected plain fields'),
  title: v.pipe(v.string(), v.maxLength(10_000)),
  note: v.pipe(v.string(), v.maxLength(1_000_000)),
  tags: v.array(v.string()),
  record: v.unknown()
}
const attributionContent = v.strictObject(head)
const layeredContent = v.strictObject({
  ...head,
  kind: v.picklist(['concepts', 'heads', 'attention']),
  layers: v.array(v.unknown()),
  labels: v.array(v.unknown())
})
const studyContent = v.strictObject({
  ...head,
  parts: v.array(v.unknown()),
  ratings: v.array(v.unknown())
})

export function encodeResultFile({ kind, ...rest }: ResultFile): Uint8Array {
  const version = versionOf(kind)
  const body = encodeContainer(splitArrays(version === versions.layered ? { ...rest, kind } : rest))
  const bytes = new Uint8Array(bodyStart + body.length)
  bytes.set(magic)
  new DataView(bytes.buffer).setUint32(magic.length, version, true)
  bytes.set(createHash('sha256').update(body).digest(), bodyStart - 32)
  bytes.set(body, bodyStart)
  return bytes
}

/**
 * Reads and checks all of a file: its hash, every length, the record's shapes and numbers, and that its id
 * is the key of its own settings.
 *
 * @throws AppError `request/invalid` with the file's name and what is wrong
 */
export function decodeResultFile(bytes: Uint8Array, name: string): ResultFile {
  if (bytes.length < bodyStart || magic.some((byte, i) => bytes[i] !== byte)) {
    throw invalidFile(name, 'is not a Shiftlens result (it does not begin as one)')
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const version = view.getUint32(8, true)
  const read = contents.get(version)
  if (read === undefined) {
    throw invalidFile(
      name,
      `has version ${version}, expected 1 to 3: it was made by another version of Shiftlens`
    )
  }
  const body = bytes.subarray(bodyStart)
  const hash = createHash('sha256').update(body).digest()
  if (view.getUint32(12, true) !== 0 || !hash.equals(bytes.subarray(16, bodyStart))) {
    throw invalidFile(name, 'is damaged: its SHA-256 differs from the one that it was written with')
  }
  try {
    return read(joinArrays(decodeContainer(body)), name)
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.file === undefined) {
      throw invalidFile(name, `cannot be read: ${thrown.message}`, thrown)
    }
    throw thrown
  }
}

function versionOf(kind: ResultFile['kind']): number {
  return kind === 'attribution' || kind === 'study' ? versions[kind] : versions.layered
}

/** By version. */
const contents: ReadonlyMap<number, (value: unknown, name: string) => ResultFile> = new Map([
  [versions.attribution, attributionOf],
  [versions.layered, layeredOf],
  [versions.study, studyOf]
])

function attributionOf(value: unknown, name: string): ResultFile {
  const content = contentOf(attributionContent, value, name)
  const record = parseAttribution(content.record)
  if (record.isPartial) throw partial(name)
  return { ...content, kind: 'attribution', record }
}

function layeredOf(value: unknown, name: string): ResultFile {
  const content = contentOf(layeredContent, value, name)
  const any = parseRecord(content.kind, content.record)
  if (any.record.isPartial) throw partial(name)
  if (!isLayered(any)) throw invalidFile(name, `holds ${any.kind}, expected an analysis of layers`)
  const parsers = [...layerParsers(any).values()]
  if (content.layers.length !== parsers.length) {
    throw invalidFile(name, `holds ${content.layers.length} layers, expected ${parsers.length}`)
  }
  const layers = content.layers.map((layer, i) => parsers[i]!(layer))
  if (any.kind !== 'concepts' && content.labels.length > 0) {
    throw invalidFile(name, `holds labels of ${any.kind}, expected none`)
  }
  const labels = any.kind === 'concepts' ? parseLabels(content.labels, any.record) : []
  // The parsers are those of the record's kind.
  return { ...content, ...any, layers, labels } as ResultFile
}

function studyOf(value: unknown, name: string): ResultFile {
  const content = contentOf(studyContent, value, name)
  const record = parseStudy(content.record)
  if (record.isPartial) throw partial(name)
  if (content.parts.length !== record.parts.length) {
    throw invalidFile(name, `holds ${content.parts.length} parts, expected ${record.parts.length}`)
  }
  const parts = content.parts.map((part, i) => parseStudyPart(part, record.parts[i]!, record))
  return {
    ...content,
    kind: 'study',
    record,
    parts,
    ratings: parseRatings(content.ratings, record)
  }
}

/** The fields of a file, and that its id is the key of its settings. */
function contentOf<
  Schema extends typeof attributionContent | typeof layeredContent | typeof studyContent
>(schema: Schema, value: unknown, name: string): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, value, { abortEarly: true })
  if (!parsed.success) {
    const issue = parsed.issues[0]
    throw invalidFile(name, `cannot be read: ${v.getDotPath(issue) ?? 'content'}: ${issue.message}`)
  }
  const { resultId, keyFields } = parsed.output
  const key = resultKey(keyFields)
  if (key === resultId) return parsed.output
  throw invalidFile(name, `was changed: its id is ${resultId}, but its settings give ${key}`)
}

function partial(name: string): AppError {
  return invalidFile(name, 'holds a partial result, expected a complete one')
}

function isPlainFields(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  try {
    // Out of JSON.parse and joinArrays: anything but plain JSON in it is an array put where none belongs.
    canonicalJson(value as JsonPlain)
    return true
  } catch {
    return false
  }
}

export function invalidFile(file: string, what: string, cause?: unknown): AppError {
  return new AppError('request/invalid', `${file} ${what}`, {
    file,
    hint: 'Export the result again, or ask for a fresh copy of the file. Nothing was imported.',
    ...(cause !== undefined && { cause })
  })
}

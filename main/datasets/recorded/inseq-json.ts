/**
 * The JSON that Inseq 0.6 and 0.7 save (`FeatureAttributionOutput.save`), plain or gzip: Python's NaN
 * and Infinity stand in it as bare words, objects are wrapped with the name of their class.
 */
import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { isJsonObject } from '../../checkpoint/json-file.ts'
import { parseStrictJson, type JsonObject, type JsonValue } from '../../checkpoint/strict-json.ts'
import { AppError } from '../../errors.ts'
import { withDatasetFile } from '../open-dataset.ts'

/** A JavaScript string cannot hold more than about 500 MB. */
const largestBytes = 400_000_000

export interface InseqFile {
  readonly sha256: string
  readonly info: JsonObject
  /** Each a `FeatureAttributionSequenceOutput`. */
  readonly sequences: readonly JsonObject[]
}

/** @throws AppError `request/invalid` for a file that Inseq did not save, `checkpoint/malformed` for no sound JSON */
export async function readInseqFile(path: string): Promise<InseqFile> {
  const name = basename(path)
  const bytes = await withDatasetFile(path, async (file) => {
    if (file.identity.sizeBytes > largestBytes) throw tooLarge(name, file.identity.sizeBytes)
    return file.read(0, file.identity.sizeBytes)
  })
  const text = decode(/\.gz$/i.test(name) ? unzip(bytes, name) : bytes, name)
  const root = objectOf(parseStrictJson(finiteText(text), { file: name }))
  const sequences = root?.['sequence_attributions']
  if (root === null || !Array.isArray(sequences)) {
    throw notInseq(name, 'no list "sequence_attributions"')
  }
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    info: objectOf(root['info']) ?? {},
    sequences: sequences.map((sequence: JsonValue, i) => {
      const object = objectOf(sequence)
      if (object === null) throw notInseq(name, `sequence ${i + 1} that is no object`)
      return object
    })
  }
}

/** The fields of an object, taken out of the class that it is an instance of; null for anything else. */
export function objectOf(value: JsonValue | undefined): JsonObject | null {
  if (!isJsonObject(value)) return null
  if (value['__instance_type__'] === undefined) return value
  const attributes = value['attributes']
  return isJsonObject(attributes) ? attributes : null
}

/** The text with `NaN` and `Infinity` outside of strings as null; linear time. */
function finiteText(text: string): string {
  const parts: string[] = []
  for (let at = 0; at < text.length;) {
    const quote = text.indexOf('"', at)
    const outside = text.slice(at, quote < 0 ? text.length : quote)
    parts.push(outside.replace(/-?(?:NaN|Infinity)/g, 'null'))
    if (quote < 0) break
    at = endOfString(text, quote)
    parts.push(text.slice(quote, at))
  }
  return parts.join('')
}

function endOfString(text: string, quote: number): number {
  for (let at = quote + 1; ; at++) {
    at = text.indexOf('"', at)
    if (at < 0) return text.length
    let slashes = 0
    while (text.charCodeAt(at - 1 - slashes) === 0x5c) slashes++
    if (slashes % 2 === 0) return at + 1
  }
}

function decode(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new AppError('request/invalid', `${name}: not valid UTF-8, expected JSON in UTF-8`, {
      file: name,
      hint: 'Save it again with Inseq.',
      cause
    })
  }
}

function unzip(bytes: Uint8Array, name: string): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: largestBytes })
  } catch (cause) {
    throw new AppError(
      'request/invalid',
      `${name}: cannot be unpacked, expected gzip of at most ${largestBytes} bytes`,
      { file: name, hint: 'Save it again with Inseq.', cause }
    )
  }
}

function tooLarge(name: string, sizeBytes: number): AppError {
  return new AppError(
    'request/invalid',
    `${name}: ${sizeBytes} bytes, expected at most ${largestBytes}`,
    { file: name, hint: 'Aggregate before saving, or save with split_sequences.' }
  )
}

function notInseq(name: string, found: string): AppError {
  return new AppError(
    'request/invalid',
    `${name}: found ${found}, expected a file saved by Inseq (FeatureAttributionOutput.save)`,
    { file: name, hint: 'Recorded runs are .jsonl with .safetensors, or JSON saved by Inseq.' }
  )
}

import { createHash } from 'node:crypto'
import { open, utimes, type FileHandle } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { parseStrictJson } from '../../../checkpoint/strict-json.ts'
import { stopIfAborted } from '../../stop-if-aborted.ts'
import {
  endMark,
  footerBytes,
  formPath,
  shaBytes,
  startMark,
  type FastFormAbout
} from './layout.ts'
import { readAbout } from './read-about.ts'

/** A fast form that is whole, but for its rows, which are checked as they are read. */
export interface FastForm {
  readonly about: FastFormAbout
  /** UTF-8, a line feed after each. */
  readonly words: Buffer
  readonly checks: Uint32Array
  readonly file: FileHandle
}

/** Bytes between two wanted rows that are cheaper to read than to skip. */
const gapBytes = 64 * 2 ** 10
const runBytes = 4 * 2 ** 20

/** The form of a source, open; null when there is none that is sound. */
export async function openFastForm(folder: string, source: string): Promise<FastForm | null> {
  const path = formPath(folder, source)
  let file
  try {
    file = await open(path, 'r')
  } catch {
    return null
  }
  try {
    const form = await readIndex(file, source)
    if (form !== null) {
      // The least recently used form goes first when there are too many.
      const now = new Date()
      await utimes(path, now, now).catch(() => undefined)
      return form
    }
  } catch {
    // Unreadable is as good as absent: the source itself is read instead.
  }
  await file.close()
  return null
}

async function readIndex(file: FileHandle, source: string): Promise<FastForm | null> {
  const { size } = await file.stat()
  if (size < startMark.length + footerBytes) return null
  const footer = await readExactly(file, size - footerBytes, footerBytes)
  if (!footer.subarray(-endMark.length).equals(endMark)) return null
  const aboutBytes = footer.readUInt32LE(0)
  const aboutAt = size - footerBytes - aboutBytes
  if (aboutAt < startMark.length) return null
  const text = await readExactly(file, aboutAt, aboutBytes)
  const about = readAbout(parseStrictJson(text, { numbers: 'exact-integers' }))
  if (about === null || about.source !== source) return null
  const { nRows, nDimensions, wordBytes } = about
  const indexAt = startMark.length + nRows * nDimensions * 4
  if (indexAt + nRows * 4 + wordBytes !== aboutAt) return null
  const index = await readExactly(file, indexAt, nRows * 4 + wordBytes)
  const sha256 = createHash('sha256').update(index).update(text).digest()
  if (!footer.subarray(4, 4 + shaBytes).equals(sha256)) return null
  const checks = new Uint32Array(index.buffer, index.byteOffset, nRows)
  return { about, checks, words: index.subarray(nRows * 4), file }
}

/** All words in order. */
export function* wordsOf({ words }: FastForm): Generator<string> {
  for (let from = 0; from < words.length;) {
    const end = words.indexOf(0x0a, from)
    if (end < 0) return
    yield words.toString('utf8', from, end)
    from = end + 1
  }
}

/**
 * Hands the rows to `visit`, reading near ones together.
 *
 * @param rows  ascending
 * @returns     false when one of them is damaged or cannot be read
 * @throws AppError `job/cancelled`
 */
export async function readFormRows(
  { about, checks, file }: FastForm,
  rows: Int32Array,
  visit: (i: number, vector: Float32Array) => void,
  signal?: AbortSignal
): Promise<boolean> {
  const rowBytes = about.nDimensions * 4
  for (let i = 0; i < rows.length;) {
    await stopIfAborted(signal)
    const end = endOfRun(rows, i, rowBytes)
    const first = rows[i]!
    const nBytes = (rows[end - 1]! - first + 1) * rowBytes
    const at = startMark.length + first * rowBytes
    const bytes = await readExactly(file, at, nBytes).catch(() => null)
    if (bytes === null) return false
    for (; i < end; i++) {
      const inRun = (rows[i]! - first) * rowBytes
      const row = bytes.subarray(inRun, inRun + rowBytes)
      if (crc32(row) !== checks[rows[i]!]) return false
      visit(i, new Float32Array(row.buffer, row.byteOffset, about.nDimensions))
    }
  }
  return true
}

function endOfRun(rows: Int32Array, from: number, rowBytes: number): number {
  let end = from + 1
  while (
    end < rows.length &&
    (rows[end]! - rows[end - 1]! - 1) * rowBytes <= gapBytes &&
    (rows[end]! - rows[from]! + 1) * rowBytes <= runBytes
  ) {
    end++
  }
  return end
}

/** Into an own buffer, which starts aligned. @throws Error when the file ends before */
async function readExactly(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.from(new ArrayBuffer(length))
  for (let done = 0; done < length;) {
    const { bytesRead } = await file.read(bytes, done, length - done, at + done)
    if (bytesRead === 0) throw new Error(`the file ends at byte ${at + done}`)
    done += bytesRead
  }
  return bytes
}

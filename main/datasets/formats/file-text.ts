/** A file as text: bytes in order, hashed on the way, decoded as UTF-8 or refused with the place. */
import type { Hash } from 'node:crypto'
import type { SafeFile } from '../../checkpoint/safe-file.ts'
import { AppError } from '../../errors.ts'
import { datasetFault } from '../dataset-fault.ts'

const chunkBytes = 2 ** 20

/** The bytes of a file in pieces. @throws AppError `job/cancelled` once the signal is aborted */
export async function* readBytes(
  file: SafeFile,
  hash: Hash,
  signal: AbortSignal | undefined
): AsyncGenerator<Uint8Array> {
  const { sizeBytes } = file.identity
  for (let at = 0; at < sizeBytes; at += chunkBytes) {
    const bytes = await file.read(at, Math.min(chunkBytes, sizeBytes - at))
    if (signal?.aborted) throw new AppError('job/cancelled', 'reading the data set was stopped')
    hash.update(bytes)
    yield bytes
  }
}

/**
 * Text of UTF-8 bytes in pieces, without a byte-order mark.
 *
 * @throws AppError `request/invalid` with line and byte offset of the first byte that is not UTF-8
 */
export async function* decodeText(
  pieces: AsyncIterable<Uint8Array>,
  name: string
): AsyncGenerator<string> {
  let rest: Uint8Array = new Uint8Array(0)
  let offsetBytes = 0
  let line = 1
  for await (const piece of pieces) {
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece])
    const whole = bytes.subarray(0, bytes.length - unfinishedBytes(bytes))
    const text = decodeAt(whole, name, offsetBytes, line)
    yield offsetBytes === 0 && text.startsWith('\uFEFF') ? text.slice(1) : text
    for (let at = whole.indexOf(0x0a); at >= 0; at = whole.indexOf(0x0a, at + 1)) line++
    offsetBytes += whole.length
    rest = bytes.subarray(whole.length)
  }
  // A character that the end of the file cuts is not UTF-8 either.
  if (rest.length > 0) decodeAt(rest, name, offsetBytes, line)
}

/** How many bytes at the end begin a character that is not complete: 0 to 3. */
function unfinishedBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!
    if (byte < 0x80) return 0
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return length > back ? back : 0
    }
  }
  return 0
}

function decodeAt(bytes: Uint8Array, name: string, offsetBytes: number, line: number): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    const at = soundBytes(bytes)
    const before = bytes.subarray(0, at)
    const atLine = before.reduce((sum, byte) => sum + (byte === 0x0a ? 1 : 0), line)
    const found = `0x${bytes[at]!.toString(16).toUpperCase().padStart(2, '0')}`
    throw datasetFault(
      name,
      `line ${atLine}, byte ${offsetBytes + at}: ${found} is not valid UTF-8, expected text in UTF-8`,
      {
        hint: 'Save the file in UTF-8; it may be in Latin-1, Windows-1252 or another encoding now.',
        offsetBytes: offsetBytes + at,
        cause
      }
    )
  }
}

/** How many bytes from the start are whole characters in UTF-8. */
function soundBytes(bytes: Uint8Array): number {
  let sound = 0
  let unsound = bytes.length
  while (unsound - sound > 1) {
    const middle = (sound + unsound) >> 1
    if (isBeginning(bytes.subarray(0, middle))) sound = middle
    else unsound = middle
  }
  // What the unsound byte breaks off is not sound either: the character is named by its first byte.
  return sound - unfinishedBytes(bytes.subarray(0, sound))
}

function isBeginning(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

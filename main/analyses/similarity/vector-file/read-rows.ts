import type { SafeFile } from '../../../checkpoint/safe-file.ts'
import { stopIfAborted } from '../../stop-if-aborted.ts'
import { BinaryRows } from './binary-rows.ts'
import { sampleBytes, vectorFileLimits } from './limits.ts'
import { RowSink, type RowCounts, type VisitRow } from './row-sink.ts'
import { TextRows } from './text-rows.ts'
import { cutShortHint, vectorFault } from './vector-fault.ts'
import { detectFormat, type VectorFormat } from './vector-format.ts'

export interface ReadRowsOptions {
  readonly signal?: AbortSignal
  readonly report?: (fraction: number) => void
  /** After the rows of each block of the file. */
  readonly afterBlock?: () => Promise<void>
  /** Bytes of the file in memory at a time, beside one row. */
  readonly blockBytes?: number
}

const usualBlockBytes = 4 * 2 ** 20

/** @throws AppError `request/invalid` when it holds no word vectors */
export async function formatOf(file: SafeFile, name: string): Promise<VectorFormat> {
  const { sizeBytes } = file.identity
  const sample = asBuffer(await file.read(0, Math.min(sampleBytes, sizeBytes)))
  return detectFormat(sample, sizeBytes, name)
}

/**
 * Goes over all rows once, from first to last, with one block of the file in memory at a time.
 *
 * @param name  of the file, for messages
 * @throws AppError `request/invalid` with line or byte where the file is not sound, `job/cancelled`, and
 *   those of reading files
 */
export async function readRows(
  file: SafeFile,
  name: string,
  format: VectorFormat,
  visit: VisitRow,
  { signal, report, afterBlock, blockBytes = usualBlockBytes }: ReadRowsOptions = {}
): Promise<RowCounts> {
  const { sizeBytes } = file.identity
  const sink = new RowSink(format.nDimensions, visit)
  const rows =
    format.kind === 'text' ? new TextRows(name, format, sink) : new BinaryRows(name, format, sink)
  // A row that began in the block before, of either form, fits in front of the block.
  const longestRow = Math.max(
    vectorFileLimits.lineBytes + 1,
    vectorFileLimits.wordBytes + 2 + 4 * format.nDimensions
  )
  const buffer = Buffer.alloc(Math.min(blockBytes + longestRow, sizeBytes))
  let nKept = 0
  for (let at = format.startBytes; at < sizeBytes;) {
    await stopIfAborted(signal)
    const nRead = Math.min(blockBytes, buffer.length - nKept, sizeBytes - at)
    await file.readInto(buffer.subarray(nKept, nKept + nRead), at)
    at += nRead
    const bytes = buffer.subarray(0, nKept + nRead)
    const nTaken = rows.take(bytes, at - bytes.length, at === sizeBytes)
    buffer.copyWithin(0, nTaken, bytes.length)
    nKept = bytes.length - nTaken
    await afterBlock?.()
    report?.(at / sizeBytes)
  }
  checkCount(name, format, sink.nRows, sizeBytes)
  return sink.counts()
}

function checkCount(name: string, { nPromised }: VectorFormat, nRows: number, offsetBytes: number) {
  if (nPromised === null || nRows === nPromised) return
  throw vectorFault(name, {
    where: `byte ${offsetBytes}`,
    found: `the end of the file after ${nRows} vectors`,
    expected: `${nPromised}, as line 1 says`,
    hint: cutShortHint,
    offsetBytes
  })
}

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}

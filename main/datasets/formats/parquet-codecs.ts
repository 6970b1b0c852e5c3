/**
 * Decompression of Parquet pages. The size that a page declares is not believed: nothing is allocated
 * beyond what its compressed bytes can hold (trust.md PAR-02).
 */
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import { snappyUncompress } from 'hyparquet'
import type { Compressors } from 'hyparquet'

/** Three bytes of Snappy copy at most 64. */
const snappyRatio = 22
/** Of the others a page is at most so large. */
const largestPage = 2 ** 28

export const parquetCodecs: Compressors = {
  SNAPPY(input, lengthBytes) {
    assertLength(lengthBytes, snappyRatio * input.length)
    const output = new Uint8Array(lengthBytes)
    snappyUncompress(input, output)
    return output
  },
  GZIP: (input, lengthBytes) => gunzipSync(input, limitOf(lengthBytes)),
  ZSTD: (input, lengthBytes) => zstdDecompressSync(input, limitOf(lengthBytes)),
  BROTLI: (input, lengthBytes) => brotliDecompressSync(input, limitOf(lengthBytes))
}

function limitOf(lengthBytes: number) {
  assertLength(lengthBytes, largestPage)
  return { maxOutputLength: Math.max(1, lengthBytes) }
}

function assertLength(lengthBytes: number, limit: number): void {
  if (lengthBytes >= 0 && lengthBytes <= limit) return
  throw new RangeError(`a page of ${lengthBytes} bytes, expected at most ${limit}`)
}

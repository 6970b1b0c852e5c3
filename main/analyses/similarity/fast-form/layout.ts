/**
 * The fast form of a file of word vectors, so that the next list needs no pass over the text:
 *
 *     "SLVECTOR"                                        8 bytes
 *     rows     float32, little-endian, as in the file   [nRows, nDimensions]
 *     checks   CRC-32 of each row, uint32               [nRows]
 *     words    UTF-8, a line feed after each            nRows lines
 *     about    JSON, see `FastFormAbout`
 *     footer   bytes of `about` (uint32), SHA-256 of checks, words and about (32 bytes), "SLVEC-01"
 *
 * The rows are those that a list can find, in the order of the file. All is checked on reading, the rows
 * only where they are read.
 */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { FileIdentity } from '../../../checkpoint/file-identity.ts'
import { identityKey } from '../../../checkpoint/fingerprint.ts'
import type { RowCounts } from '../vector-file/row-sink.ts'

export const startMark = Buffer.from('SLVECTOR')
export const endMark = Buffer.from('SLVEC-01')
export const shaBytes = 32
export const footerBytes = 4 + shaBytes + endMark.length
export const formEnding = '.bin'
export const temporaryEnding = '.tmp'

export interface FastFormAbout {
  /** SHA-256 of the identity of the file that it is of, hex. */
  readonly source: string
  readonly nDimensions: number
  /** Rows in this form: those of the file that a list can find. */
  readonly nRows: number
  readonly wordBytes: number
  readonly counts: RowCounts
}

/** The name of a file's form: another path, size, time or inode is another file. */
export function sourceOf(identity: FileIdentity): string {
  return createHash('sha256')
    .update(identityKey([identity]))
    .digest('hex')
}

export function formPath(folder: string, source: string): string {
  return join(folder, source + formEnding)
}

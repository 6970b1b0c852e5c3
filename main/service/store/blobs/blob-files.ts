import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryEnding, writeDurably } from '../durable-file.ts'

/** `<folder>/ab/cdef….bin` of a SHA-256 in hex. */
export function blobPath(folder: string, sha256: string): string {
  return join(folder, sha256.slice(0, 2), `${sha256.slice(2)}.bin`)
}

export function writeBlobFile(folder: string, sha256: string, stored: Uint8Array): void {
  writeDurably(blobPath(folder, sha256), [stored])
}

/** The bytes of a file, or in words what is wrong with it. */
export function readBlobFile(
  folder: string,
  sha256: string,
  storedBytes: number
): Uint8Array | string {
  return blobFileProblem(folder, sha256, storedBytes) ?? readFileSync(blobPath(folder, sha256))
}

/** What a look at a file shows to be wrong with it; null when nothing does. */
export function blobFileProblem(
  folder: string,
  sha256: string,
  storedBytes: number
): string | null {
  const stats = statSync(blobPath(folder, sha256), { throwIfNoEntry: false })
  if (stats === undefined) return 'its file is missing'
  return stats.size === storedBytes
    ? null
    : `its file has ${stats.size} bytes, expected ${storedBytes}`
}

export function deleteBlobFile(folder: string, sha256: string): void {
  rmSync(blobPath(folder, sha256), { force: true })
}

/**
 * Deletes the files that no row knows: left by a run that ended between the file and its row.
 *
 * @param isKnown  whether a SHA-256 has a row whose bytes lie in a file
 * @returns        how many were deleted
 */
export function sweepBlobFiles(folder: string, isKnown: (sha256: string) => boolean): number {
  let nDeleted = 0
  for (const part of namesIn(folder)) {
    if (!/^[0-9a-f]{2}$/.test(part)) continue
    for (const name of namesIn(join(folder, part))) {
      const rest = /^([0-9a-f]{62})\.bin$/.exec(name)?.[1]
      const isOrphan = rest === undefined ? name.endsWith(temporaryEnding) : !isKnown(part + rest)
      if (!isOrphan) continue
      rmSync(join(folder, part, name), { force: true })
      nDeleted++
    }
  }
  return nDeleted
}

function namesIn(folder: string): string[] {
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false
  return isFolder ? readdirSync(folder) : []
}

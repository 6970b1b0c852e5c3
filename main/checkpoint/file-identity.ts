/** Which bytes a file held when it was opened: enough to notice that it was replaced or edited. */
import type { BigIntStats } from 'node:fs'
import { lstat } from 'node:fs/promises'
import { AppError } from '../errors.ts'

export interface FileIdentity {
  /** Absolute, without links: what native code may be given. */
  readonly realPath: string
  /** The name in the checkpoint's folder; differs from the real path's last part where it is a link. */
  readonly name: string
  readonly sizeBytes: number
  /** Nanoseconds since 1970 as a decimal string: a number would round them. */
  readonly mtimeNs: string
  readonly inode: string
}

/** The identity of a file from what the system says of it. */
export function identify(realPath: string, name: string, stats: BigIntStats): FileIdentity {
  return {
    realPath,
    name,
    sizeBytes: Number(stats.size),
    mtimeNs: String(stats.mtimeNs),
    inode: String(stats.ino)
  }
}

/** @throws AppError `checkpoint/changed` when the file is gone or is not the one that was opened */
export async function assertUnchanged(identity: FileIdentity): Promise<void> {
  let stats
  try {
    stats = await lstat(identity.realPath, { bigint: true })
  } catch (cause) {
    throw changed(identity, 'can no longer be read', cause)
  }
  assertSame(identity, identify(identity.realPath, identity.name, stats))
}

/** @throws AppError `checkpoint/changed`, naming what differs */
export function assertSame(expected: FileIdentity, found: FileIdentity): void {
  for (const field of ['sizeBytes', 'mtimeNs', 'inode'] as const) {
    if (found[field] !== expected[field]) {
      const label = { sizeBytes: 'size in bytes', mtimeNs: 'modification time', inode: 'inode' }[
        field
      ]
      throw changed(expected, `${label} is now ${found[field]}, was ${expected[field]}`)
    }
  }
}

/** The error for a file that is not what it was. */
export function changed(identity: FileIdentity, how: string, cause?: unknown): AppError {
  return new AppError(
    'checkpoint/changed',
    `${identity.name} changed since it was opened: ${how}`,
    {
      file: identity.name,
      hint: 'Open the checkpoint again.',
      ...(cause !== undefined && { cause })
    }
  )
}

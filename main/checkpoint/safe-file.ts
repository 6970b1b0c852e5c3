/** Opens files of an untrusted folder, read-only and never outside it (trust.md PAR-50 to PAR-52). */
import { constants, type BigIntStats } from 'node:fs'
import { lstat, open, readdir, realpath, stat, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'
import { AppError } from '../errors.ts'
import { assertSame, changed, identify, type FileIdentity } from './file-identity.ts'

/** A folder that the user chose. */
export interface Folder {
  readonly realPath: string
  /** The `models--org--name` folder of a Hugging Face cache around it, whose blobs its links name. */
  readonly cachePath: string | null
}

/** One read may ask the system for at most this; larger ranges are read in pieces. */
const maxReadBytes = 64 * 2 ** 20

// Absent on Windows, where opening neither follows nor blocks in these ways.
const openFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/** @throws AppError `checkpoint/unreadable` when the path is not a folder that can be read */
export async function openFolder(path: string): Promise<Folder> {
  let realPath, stats
  try {
    realPath = await realpath(path)
    stats = await stat(realPath)
  } catch (cause) {
    throw unreadable(path, 'the folder cannot be opened', cause)
  }
  if (!stats.isDirectory()) throw unreadable(path, 'is a file, expected a folder')
  return { realPath, cachePath: findCachePath(realPath) }
}

function findCachePath(path: string): string | null {
  for (let at = path; dirname(at) !== at; at = dirname(at)) {
    if (/^models--.+/.test(basename(at))) return at
  }
  return null
}

/** An open regular file with a known identity. Reads are exact: all the bytes asked for, or an error. */
export class SafeFile {
  readonly identity: FileIdentity
  /** What a user should know about how the file lies there. */
  readonly warnings: readonly string[]
  readonly #handle: FileHandle

  constructor(handle: FileHandle, identity: FileIdentity, warnings: readonly string[] = []) {
    this.#handle = handle
    this.identity = identity
    this.warnings = warnings
  }

  /** The bytes [offsetBytes, offsetBytes + lengthBytes), in an own buffer that starts aligned. */
  async read(offsetBytes: number, lengthBytes: number): Promise<Uint8Array<ArrayBuffer>> {
    this.#assertInside(offsetBytes, lengthBytes)
    const bytes = new Uint8Array(lengthBytes)
    await this.readInto(bytes, offsetBytes)
    return bytes
  }

  /** Fills `target` with the bytes from `offsetBytes` on. */
  async readInto(target: Uint8Array, offsetBytes: number): Promise<void> {
    this.#assertInside(offsetBytes, target.byteLength)
    let done = 0
    while (done < target.byteLength) {
      const length = Math.min(maxReadBytes, target.byteLength - done)
      const bytesRead = await this.#readOnce(target, done, length, offsetBytes + done)
      if (bytesRead === 0) {
        throw changed(this.identity, `it ends at byte ${offsetBytes + done}`)
      }
      done += bytesRead
    }
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }

  async #readOnce(target: Uint8Array, at: number, length: number, position: number) {
    try {
      return (await this.#handle.read(target, at, length, position)).bytesRead
    } catch (cause) {
      throw unreadable(this.identity.name, `cannot be read at byte ${position}`, cause)
    }
  }

  // Before anything is allocated: a range from a header must lie in the file that is there.
  #assertInside(offsetBytes: number, lengthBytes: number): void {
    const { name, sizeBytes } = this.identity
    const end = offsetBytes + lengthBytes
    if (!(offsetBytes >= 0 && lengthBytes >= 0 && end <= sizeBytes)) {
      throw new AppError(
        'checkpoint/malformed',
        `${name}: bytes ${offsetBytes} to ${end} asked for, the file has ${sizeBytes}`,
        { file: name, offsetBytes }
      )
    }
  }
}

/**
 * Opens a file by its plain name. A link may lead elsewhere in the same folder, or to the same
 * Hugging Face cache entry; what it leads to must be a regular file.
 *
 * @throws AppError `checkpoint/unreadable`, `checkpoint/malformed` for a name with a path in it
 */
export async function openInFolder(folder: Folder, name: string): Promise<SafeFile> {
  if (!isPlainName(name)) {
    throw new AppError(
      'checkpoint/malformed',
      `file name ${JSON.stringify(name)} is not a plain name`
    )
  }
  const path = join(folder.realPath, name)
  const link = await look(path, name)
  const isLink = link.isSymbolicLink()
  const realPath = isLink ? await resolveLink(folder, path, name) : path
  const expected = isLink ? await look(realPath, name) : link
  // Not even opened, since opening a device may act and opening a pipe may wait.
  if (!expected.isFile())
    throw unreadable(name, `is ${describeKind(expected)}, expected a regular file`)
  const { handle, identity } = await openExpected(realPath, name, expected)
  const isShared = expected.nlink > 1n && !isInside(realPath, blobsOf(folder))
  const warning = `${name} has ${expected.nlink} hard links: it can change under another name`
  return new SafeFile(handle, identity, isShared ? [warning] : [])
}

/** Opens a file again. @throws AppError `checkpoint/changed` when it is not the same any more */
export async function reopen(identity: FileIdentity): Promise<SafeFile> {
  let handle
  try {
    handle = await open(identity.realPath, openFlags)
  } catch (cause) {
    throw changed(identity, 'can no longer be opened', cause)
  }
  try {
    const stats = await handle.stat({ bigint: true })
    assertSame(identity, identify(identity.realPath, identity.name, stats))
    return new SafeFile(handle, identity)
  } catch (cause) {
    await handle.close()
    throw cause
  }
}

/** Whether the folder has an entry of this name, of any kind. */
export async function hasEntry(folder: Folder, name: string): Promise<boolean> {
  if (!isPlainName(name)) return false
  try {
    await lstat(join(folder.realPath, name))
    return true
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return false
    throw unreadable(name, 'cannot be looked up', cause)
  }
}

/** Names of everything in the folder. */
export async function listFolder(folder: Folder): Promise<readonly string[]> {
  try {
    return await readdir(folder.realPath)
  } catch (cause) {
    throw unreadable(folder.realPath, 'the folder cannot be listed', cause)
  }
}

function isPlainName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\\\0]|^[A-Za-z]:/.test(name)
}

async function look(path: string, name: string): Promise<BigIntStats> {
  try {
    return await lstat(path, { bigint: true })
  } catch (cause) {
    throw unreadable(
      name,
      errorCode(cause) === 'ENOENT' ? 'is missing' : 'cannot be looked up',
      cause
    )
  }
}

async function resolveLink(folder: Folder, path: string, name: string): Promise<string> {
  let target
  try {
    target = await realpath(path)
  } catch (cause) {
    const code = errorCode(cause)
    const problem =
      code === 'ELOOP' ? 'is a link in a circle' : 'is a link to nothing that can be read'
    throw unreadable(name, problem, cause)
  }
  if (!isInside(target, folder.realPath) && !isInside(target, folder.cachePath)) {
    throw unreadable(name, 'is a link that leads out of the folder', undefined, {
      hint: 'Put the file itself into the folder.'
    })
  }
  return target
}

async function openExpected(realPath: string, name: string, expected: BigIntStats) {
  let handle: FileHandle
  try {
    handle = await open(realPath, openFlags)
  } catch (cause) {
    throw unreadable(name, 'cannot be opened', cause)
  }
  const found = await handle.stat({ bigint: true })
  const isSame = found.ino === expected.ino && found.dev === expected.dev && found.isFile()
  if (!isSame || found.size > Number.MAX_SAFE_INTEGER) {
    await handle.close()
    throw unreadable(name, 'was replaced while it was being opened')
  }
  return { handle, identity: identify(realPath, name, found) }
}

function blobsOf(folder: Folder): string | null {
  return folder.cachePath === null ? null : join(folder.cachePath, 'blobs')
}

function isInside(path: string, parent: string | null): boolean {
  return parent !== null && path.startsWith(parent.endsWith(sep) ? parent : parent + sep)
}

function describeKind(stats: BigIntStats): string {
  if (stats.isDirectory()) return 'a folder'
  if (stats.isFIFO()) return 'a pipe'
  if (stats.isSocket()) return 'a socket'
  if (stats.isSymbolicLink()) return 'a link'
  return 'a device'
}

function errorCode(cause: unknown): string | undefined {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : undefined
}

function unreadable(name: string, problem: string, cause?: unknown, more: { hint?: string } = {}) {
  const shown = name.length > 300 ? `${name.slice(0, 300)}…` : name
  const code = errorCode(cause)
  return new AppError('checkpoint/unreadable', `${shown}: ${problem}${code ? ` (${code})` : ''}`, {
    file: shown,
    ...more,
    ...(cause !== undefined && { cause })
  })
}

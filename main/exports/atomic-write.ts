import { randomBytes } from 'node:crypto'
import { open, realpath, rename, rm, stat, writeFile, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { AppError, type ErrorCode } from '../errors.ts'

export type FileData = string | Uint8Array | Iterable<string>

/**
 * Writes a file whole or not at all: temporary file beside it, fsync, rename, fsync of the folder.
 *
 * Not by write-file-atomic, which does not look at how many bytes a write took: on a nearly full disk
 * it renames a short file into place. A link is followed; a device or pipe is written directly, since
 * renaming onto it would replace it. Data in pieces is asked for piece by piece: it need not fit into memory.
 *
 * @throws AppError store/full when the disk or quota is, request/invalid when the place cannot be written
 */
export async function writeAtomically(target: string, data: FileData): Promise<void> {
  try {
    const real = await realpath(target).catch(ignoreMissing(target))
    const existing = await stat(real).catch(ignoreMissing(undefined))
    if (existing && !existing.isFile() && !existing.isDirectory()) {
      return await writeThrough(await open(real, 'w'), data, false)
    }
    if (existing?.isDirectory())
      throw new AppError('request/invalid', `${target}: a folder, expected a file`)
    await replace(real, data, existing?.mode)
  } catch (thrown) {
    throw thrown instanceof AppError ? thrown : explain(target, thrown)
  }
}

/**
 * Finds out now what `writeAtomically` would meet, before hours are spent on what could not be written.
 *
 * @throws AppError as `writeAtomically`
 */
export async function assertWritable(target: string): Promise<void> {
  try {
    const real = await realpath(target).catch(ignoreMissing(target))
    const existing = await stat(real).catch(ignoreMissing(undefined))
    if (existing?.isDirectory())
      throw new AppError('request/invalid', `${target}: a folder, expected a file`)
    // A pipe would wait here for its reader.
    if (existing && !existing.isFile()) return
    // Tried, not asked: permissions alone do not tell of read-only disks.
    const trial = temporaryBeside(real)
    await (await open(trial, 'wx')).close()
    await rm(trial, { force: true })
  } catch (thrown) {
    throw thrown instanceof AppError ? thrown : explain(target, thrown)
  }
}

async function replace(real: string, data: FileData, mode?: number): Promise<void> {
  const temporary = temporaryBeside(real)
  // Exclusive: nothing that lies there already, a link least of all, is written through.
  const file = await open(temporary, 'wx', mode === undefined ? 0o666 : mode & 0o777)
  try {
    await writeThrough(file, data, true)
    await rename(temporary, real)
  } catch (thrown) {
    await rm(temporary, { force: true })
    throw thrown
  }
  await syncFolder(path.dirname(real))
}

function temporaryBeside(real: string): string {
  const name = `.${path.basename(real)}.${randomBytes(6).toString('hex')}.tmp`
  return path.join(path.dirname(real), name)
}

/** writeFile repeats until every byte is taken. */
async function writeThrough(file: FileHandle, data: FileData, isSynced: boolean): Promise<void> {
  try {
    await writeFile(file, data)
    if (isSynced) await file.sync()
  } finally {
    await file.close()
  }
}

/** Without it the new name may be lost with the power. Windows has no handle on a folder to sync. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function ignoreMissing<T>(instead: T): (thrown: unknown) => T {
  return (thrown) => {
    if (systemCode(thrown) === 'ENOENT') return instead
    throw thrown
  }
}

const reasons: Readonly<Record<string, readonly [ErrorCode, string, string]>> = {
  ENOSPC: ['store/full', 'no space left on its disk', 'Free some space, or choose another disk.'],
  EDQUOT: ['store/full', 'the disk quota is used up', 'Free some space, or choose another disk.'],
  EFBIG: ['store/full', 'larger than its disk allows a file to be', 'Choose another disk.'],
  EACCES: ['request/invalid', 'may not be written', 'Choose a folder that you may write to.'],
  EPERM: ['request/invalid', 'may not be written', 'Choose a folder that you may write to.'],
  EROFS: ['request/invalid', 'lies on a read-only disk', 'Choose another disk.'],
  ENOENT: ['request/invalid', 'its folder does not exist', 'Create the folder, or choose another.'],
  ENOTDIR: ['request/invalid', 'its folder is a file', 'Choose another folder.']
}

function explain(target: string, thrown: unknown): AppError {
  const reason = reasons[systemCode(thrown) ?? '']
  const details = { file: path.basename(target), cause: thrown }
  if (reason)
    return new AppError(reason[0], `${target}: ${reason[1]}`, { ...details, hint: reason[2] })
  const text = thrown instanceof Error ? thrown.message : String(thrown)
  return new AppError('request/invalid', `${target}: not written (${text})`, details)
}

function systemCode(thrown: unknown): string | undefined {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : undefined
}

import { realpath } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { openFolder, openInFolder, type SafeFile } from '../checkpoint/safe-file.ts'
import { AppError } from '../errors.ts'
import { datasetFault } from './dataset-fault.ts'

/**
 * Opens the file that the user chose, which may be a link, and closes it after `work`; a regular file,
 * never a device or a pipe.
 *
 * @throws AppError `request/invalid` when it cannot be opened or changes while it is read
 */
export async function withDatasetFile<T>(
  path: string,
  work: (file: SafeFile) => Promise<T>
): Promise<T> {
  const name = basename(path)
  try {
    // A path that leads nowhere is named by what opens it.
    const real = await realpath(path).catch(() => path)
    const file = await openInFolder(await openFolder(dirname(real)), basename(real))
    try {
      return await work(file)
    } finally {
      await file.close()
    }
  } catch (cause) {
    if (!(cause instanceof AppError) || !cause.code.startsWith('checkpoint/')) throw cause
    const isChanged = cause.code === 'checkpoint/changed'
    throw datasetFault(name, cause.message, {
      hint: isChanged
        ? 'Start again when nothing writes to the file.'
        : 'Give a data set (JSONL, CSV, TSV or Parquet) that you may read.',
      cause
    })
  }
}

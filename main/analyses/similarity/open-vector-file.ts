import { realpath } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { openFolder, openInFolder, type SafeFile } from '../../checkpoint/safe-file.ts'
import { AppError } from '../../errors.ts'

/**
 * Opens the file that the user chose, which may be a link; a regular file, never a device or a pipe.
 *
 * @throws AppError `request/invalid` when it cannot be opened
 */
export async function openVectorFile(path: string): Promise<SafeFile> {
  return asRequestFault(basename(path), async () => {
    // A path that leads nowhere is named by what opens it.
    const real = await realpath(path).catch(() => path)
    return openInFolder(await openFolder(dirname(real)), basename(real))
  })
}

/** Runs `work`; what is wrong with a file is told as wrong with the request that names it. */
export async function asRequestFault<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    if (!(thrown instanceof AppError) || !thrown.code.startsWith('checkpoint/')) throw thrown
    const isChanged = thrown.code === 'checkpoint/changed'
    throw new AppError('request/invalid', `word vectors: ${thrown.message}`, {
      file: name,
      hint: isChanged
        ? 'Start again when nothing writes to the file.'
        : 'Give a file of word vectors that you may read.',
      cause: thrown
    })
  }
}

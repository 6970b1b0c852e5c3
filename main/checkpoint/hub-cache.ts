/** The Hugging Face cache: `models--org--name/{blobs,refs,snapshots}`, snapshots linking to blobs. */
import { basename, join } from 'node:path'
import { AppError } from '../errors.ts'
import { fileLimitsBytes, readTextFile } from './json-file.ts'
import { hasEntry, openFolder, type Folder } from './safe-file.ts'

/**
 * Opens a model's folder; for a cache entry as a whole, the snapshot that its `main` names.
 *
 * @throws AppError `checkpoint/unreadable`, `checkpoint/malformed` when `refs/main` is no revision
 */
export async function openModelFolder(path: string): Promise<Folder> {
  const folder = await openFolder(path)
  const isEntry = basename(folder.realPath) === basename(folder.cachePath ?? '')
  if (!isEntry || (await hasEntry(folder, 'config.json'))) return folder
  const refs = join(folder.realPath, 'refs')
  const text = await readTextFile(refs, 'main', { limitBytes: fileLimitsBytes.text })
  const revision = text.trim()
  if (!/^[0-9a-f]{40}$/.test(revision)) {
    throw new AppError('checkpoint/malformed', 'refs/main of the cache is not a revision', {
      file: 'main',
      hint: 'Choose one of the folders below "snapshots".'
    })
  }
  return openFolder(join(folder.realPath, 'snapshots', revision))
}

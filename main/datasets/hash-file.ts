import { createHash } from 'node:crypto'
import { readBytes } from './formats/file-text.ts'
import { withDatasetFile } from './open-dataset.ts'

/** SHA-256 of a file's bytes, hex. */
export function hashFile(path: string, signal?: AbortSignal): Promise<string> {
  return withDatasetFile(path, async (file) => {
    const hash = createHash('sha256')
    for await (const piece of readBytes(file, hash, signal)) void piece
    return hash.digest('hex')
  })
}

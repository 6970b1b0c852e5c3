import { randomBytes } from 'node:crypto'
import { basename, dirname } from 'node:path'
import { AppError } from './errors.ts'

/**
 * Which folders the user has granted. The page knows a folder by an unguessable handle only, made anew
 * at every start (trust.md SEC-11).
 */
export class Grants {
  readonly #folders = new Map<string, string>()
  readonly #handles = new Map<string, string>()

  /** The handle of a real folder; the same one for as long as the program runs. */
  grant(folder: string): string {
    const known = this.#handles.get(folder)
    if (known !== undefined) return known
    const handle = randomBytes(16).toString('base64url')
    this.#folders.set(handle, folder)
    this.#handles.set(folder, handle)
    return handle
  }

  /** @throws AppError request/invalid for a handle that was never given out */
  folderOf(handle: string): string {
    const folder = this.#folders.get(handle)
    if (folder !== undefined) return folder
    throw new AppError('request/invalid', 'checkpoint: the handle names no opened folder', {
      hint: 'Open the folder again.'
    })
  }
}

/** What the page shows of a folder: its last two names, never the full path. */
export function labelOf(folder: string): string {
  const parent = basename(dirname(folder))
  return parent === '' ? basename(folder) : `${parent}/${basename(folder)}`
}

import { randomBytes } from 'node:crypto'
import { basename, dirname } from 'node:path'
import { AppError } from './errors.ts'

/**
 * Which folders and files the user has granted. The page knows each by an unguessable handle only, made
 * anew at every start (trust.md SEC-11); a file's handle is no folder's, and the other way round.
 */
export class Grants {
  readonly #folders = new HandleTable()
  readonly #files = new HandleTable()

  /** The handle of a real folder; the same one for as long as the program runs. */
  grant(folder: string): string {
    return this.#folders.handleOf(folder)
  }

  grantFile(file: string): string {
    return this.#files.handleOf(file)
  }

  /** @throws AppError request/invalid for a handle that was never given out */
  folderOf(handle: string): string {
    const folder = this.#folders.pathOf(handle)
    if (folder !== undefined) return folder
    throw new AppError('request/invalid', 'checkpoint: the handle names no opened folder', {
      hint: 'Open the folder again.'
    })
  }

  /** @throws AppError request/invalid for a handle that was never given out */
  fileOf(handle: string): string {
    const file = this.#files.pathOf(handle)
    if (file !== undefined) return file
    throw new AppError('request/invalid', 'file: the handle names no chosen file', {
      hint: 'Choose the file again.'
    })
  }
}

class HandleTable {
  readonly #paths = new Map<string, string>()
  readonly #handles = new Map<string, string>()

  handleOf(path: string): string {
    const known = this.#handles.get(path)
    if (known !== undefined) return known
    const handle = randomBytes(16).toString('base64url')
    this.#paths.set(handle, path)
    this.#handles.set(path, handle)
    return handle
  }

  pathOf(handle: string): string | undefined {
    return this.#paths.get(handle)
  }
}

/** What the page shows of a folder: its last two names, never the full path. */
export function labelOf(folder: string): string {
  const parent = basename(dirname(folder))
  return parent === '' ? basename(folder) : `${parent}/${basename(folder)}`
}

import { join } from 'node:path'
import * as v from 'valibot'
import { readJsonFile, writeJsonFile } from './json-file.ts'

const mostRecents = 20
const recentsSchema = v.pipe(
  v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(4_096))),
  v.maxLength(mostRecents)
)

/** Folders that were opened, newest first, kept over restarts. */
export class Recents {
  readonly #file: string
  #folders: readonly string[]

  constructor(dataFolder: string) {
    this.#file = join(dataFolder, 'recents.json')
    this.#folders = readJsonFile(this.#file, recentsSchema, [])
  }

  get folders(): readonly string[] {
    return this.#folders
  }

  async add(folder: string): Promise<void> {
    const others = this.#folders.filter((known) => known !== folder)
    this.#folders = [folder, ...others].slice(0, mostRecents)
    await writeJsonFile(this.#file, this.#folders)
  }
}

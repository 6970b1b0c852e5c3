/** Which of the paths that come from outside are data sets; all others are checkpoints. */
import { existsSync, statSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { resolvePath } from './launch-arguments.ts'

/** Extensions of data sets, without the dot. */
export const dataExtensions = ['jsonl', 'ndjson', 'json', 'csv', 'tsv', 'parquet'] as const

/**
 * The data set that a word names by its extension, whether or not it is there or can be read: opening it
 * says so better. Null for what is a checkpoint's: a folder, and JSON that lies beside a `config.json`.
 *
 * @throws AppError of `resolvePath`
 */
export function resolveDataFile(word: unknown, workingFolder: unknown): string | null {
  const path = resolvePath(word, workingFolder)
  const extension = extname(path).slice(1).toLowerCase()
  if (!dataExtensions.some((known) => known === extension) || isFolder(path)) return null
  const isOfCheckpoint = extension === 'json' && existsSync(join(dirname(path), 'config.json'))
  return isOfCheckpoint ? null : path
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

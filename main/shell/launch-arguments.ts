/**
 * Folders and files named from outside: arguments, a second instance, `open-file`, a drop. Checked as a call
 * from the page is (trust.md SEC-16).
 */
import { realpathSync, statSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { AppError } from '../errors.ts'

const longestPath = 4_096
/** Two checkpoints and a data set. */
const mostPaths = 3

/**
 * The paths among the arguments: `shiftlens [BASE] [TUNED] [DATA]`. Switches of Electron and Chromium are
 * skipped.
 * @param argv  without the executable and, unpackaged, without the program's own folder
 */
export function pathsOf(argv: readonly unknown[]): readonly string[] {
  const words: string[] = []
  for (const word of argv) {
    if (typeof word === 'string' && word !== '' && !word.startsWith('-')) words.push(word)
  }
  return words.slice(0, mostPaths)
}

/** What a second instance hands over, `{ words }`: nothing of it is trusted yet. */
export function handedWords(data: unknown): readonly string[] {
  const words = typeof data === 'object' && data !== null ? Reflect.get(data, 'words') : []
  return Array.isArray(words) ? pathsOf(words) : []
}

/**
 * The path that a word names on this computer, whether or not anything is there.
 * @throws AppError request/invalid for what is no usable path
 */
export function resolvePath(word: unknown, workingFolder: unknown): string {
  if (typeof word !== 'string' || word === '') {
    throw new AppError('request/invalid', `path: found ${typeof word}, expected a text`)
  }
  if (word.length > longestPath || word.includes('\0')) {
    throw new AppError(
      'request/invalid',
      `path of ${word.length} characters, expected at most ${longestPath} and none of them NUL`
    )
  }
  if (/^[\\/]{2}/.test(word)) {
    throw new AppError(
      'request/invalid',
      `${word}: a network or device path, expected a local one`,
      { hint: 'Copy it to this computer and open it there.' }
    )
  }
  const from = typeof workingFolder === 'string' ? workingFolder : process.cwd()
  return resolve(from, word)
}

/**
 * The real folder that a word names: itself, or the one that holds the named file.
 * @throws AppError of `resolvePath`, checkpoint/unreadable for what is not there
 */
export function resolveFolder(word: unknown, workingFolder: unknown): string {
  const path = resolvePath(word, workingFolder)
  try {
    const real = realpathSync(path)
    const found = statSync(real)
    if (found.isDirectory()) return real
    // The folder of the name that was given, not of where a link of a download cache leads.
    if (found.isFile()) return realpathSync(dirname(path))
  } catch (cause) {
    throw new AppError('checkpoint/unreadable', `${basename(path)}: not found`, {
      hint: 'Check that the folder still exists and may be read.',
      file: basename(path),
      cause
    })
  }
  throw new AppError(
    'checkpoint/unreadable',
    `${basename(path)}: neither a regular file nor a folder`,
    { file: basename(path) }
  )
}

import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { basename } from 'node:path'
import { decodeResultFile, invalidFile, maxFileBytes, type ResultFile } from './result-file.ts'

/** Reads a whole file after its size was looked at. */
export function readResultFile(path: string): ResultFile {
  const name = basename(path)
  let file: number
  try {
    // A named pipe would otherwise wait for a writer for ever; Windows has no such flag.
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  } catch (cause) {
    throw invalidFile(name, 'cannot be opened', cause)
  }
  try {
    const stats = fstatSync(file)
    if (!stats.isFile()) throw invalidFile(name, 'is not a file')
    if (stats.size > maxFileBytes) {
      throw invalidFile(name, `has ${stats.size} bytes, expected at most ${maxFileBytes}`)
    }
    const bytes = new Uint8Array(stats.size)
    let length = 0
    while (length < bytes.length) {
      const nRead = readSync(file, bytes, length, bytes.length - length, length)
      if (nRead === 0) throw invalidFile(name, `ends after ${length} of ${bytes.length} bytes`)
      length += nRead
    }
    return decodeResultFile(bytes, name)
  } finally {
    closeSync(file)
  }
}

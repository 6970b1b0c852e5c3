/** Word lists from a file: `word<TAB>frequency`, or one word, a line; UTF-8. */
import { basename, dirname } from 'node:path'
import { readSmallFile } from '../../checkpoint/json-file.ts'
import { AppError } from '../../errors.ts'
import { LineNotes } from './line-notes.ts'
import type { WordList } from './word-list.ts'

/** Far above the largest frequency lists in use; both are refused before anything is computed. */
export const wordFileLimits = { sizeBytes: 64_000_000, lines: 1_000_000 } as const
/** UTF-16 units of a word; a longer one is no word of any language. */
const longestWord = 200

// Controls, line and paragraph separators, bidirectional overrides, byte-order marks inside a line.
const oddCharacter = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF]/u

/**
 * Reads a word list that the user chose: a regular file, never a device or a pipe.
 *
 * @throws AppError `request/invalid` when it cannot be opened, is too large or holds no usable word
 */
export async function readWordFile(path: string): Promise<WordList> {
  const name = basename(path)
  let bytes
  try {
    bytes = await readSmallFile(dirname(path), name, { limitBytes: wordFileLimits.sizeBytes })
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause
    // It is a field of the request that is wrong, not the checkpoint.
    const { message, hint } = cause
    throw new AppError('request/invalid', `word list: ${message}`, {
      file: name,
      ...(hint !== undefined && { hint }),
      cause
    })
  }
  return parseWordFile(bytes, name)
}

/**
 * The words of a file's bytes. A byte-order mark and CRLF are tolerated. A blank, duplicate or
 * unusable line keeps its index and is noted; a frequency that is no number is noted, its word used.
 *
 * @throws AppError `request/invalid` for too many lines, or when no line can be used
 */
export function parseWordFile(bytes: Uint8Array, name: string): WordList {
  const lines = splitLines(bytes, name)
  const notes = new LineNotes()
  const isUsable = new Uint8Array(lines.length)
  const seen = new Set<string>()
  const words = lines.map((line, index) => {
    const [field = '', frequency] = line.text.split('\t', 2)
    const word = field.trim()
    const problem = line.isText ? problemOf(word, seen) : 'not valid UTF-8'
    if (problem !== null) {
      notes.add(problem, index)
      return word.slice(0, longestWord)
    }
    seen.add(word)
    isUsable[index] = 1
    if (frequency !== undefined && !isFrequency(frequency)) {
      notes.add('a frequency that is no number, the word is used', index)
    }
    return word
  })
  if (seen.size === 0) {
    const found = lines.length === 0 ? 'an empty file' : notes.sentences().join('; ')
    throw new AppError(
      'request/invalid',
      `word list ${name}: ${found}, expected at least one usable word`,
      { file: name, hint: 'Write one word a line, in UTF-8, with a frequency after a tab or none.' }
    )
  }
  return { source: 'file', name, words, isUsable, notes: notes.sentences() }
}

function problemOf(word: string, seen: ReadonlySet<string>): string | null {
  if (word === '') return 'blank'
  if (word.length > longestWord) return `longer than ${longestWord} characters`
  if (oddCharacter.test(word)) return 'control characters'
  if (seen.has(word)) return 'a word of an earlier line'
  return null
}

function isFrequency(text: string): boolean {
  const trimmed = text.trim()
  return trimmed !== '' && Number.isFinite(Number(trimmed))
}

interface Line {
  readonly text: string
  readonly isText: boolean
}

/** Cut at bytes, not characters: a line with broken UTF-8 leaves its neighbours whole. */
function splitLines(bytes: Uint8Array, name: string): readonly Line[] {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const lossy = new TextDecoder('utf-8', { ignoreBOM: true })
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  const lines: Line[] = []
  for (let from = hasMark ? 3 : 0; from < bytes.length;) {
    const feed = bytes.indexOf(0x0a, from)
    const end = feed < 0 ? bytes.length : feed
    const hasReturn = end > from && bytes[end - 1] === 0x0d
    const piece = bytes.subarray(from, hasReturn ? end - 1 : end)
    if (lines.length === wordFileLimits.lines) {
      throw new AppError(
        'request/invalid',
        `word list ${name}: more than ${wordFileLimits.lines} lines, expected at most as many`,
        { file: name, hint: 'Keep the most frequent words.' }
      )
    }
    lines.push(decodeLine(piece, strict, lossy))
    from = end + 1
  }
  return lines
}

function decodeLine(piece: Uint8Array, strict: TextDecoder, lossy: TextDecoder): Line {
  try {
    return { text: strict.decode(piece), isText: true }
  } catch {
    return { text: lossy.decode(piece), isText: false }
  }
}

/** Lists of words to label from a file: JSON Lines, an object with `id` and `words` a line. */
import { basename, dirname } from 'node:path'
import * as v from 'valibot'
import { readSmallFile } from '../checkpoint/json-file.ts'
import { AppError } from '../errors.ts'

const limits = { sizeBytes: 256_000_000, nWords: 10_000 }

const idSchema = v.union([v.string(), v.number()], 'a string or a number')
const wordsSchema = v.pipe(
  v.array(v.string('a string'), 'a list of strings'),
  v.minLength(1, 'at least one word'),
  v.maxLength(limits.nWords, `at most ${limits.nWords} words`)
)
/** Other fields are somebody else's. */
const lineSchema = v.object(
  {
    id: idSchema,
    words: wordsSchema
  },
  'an object with id and words'
)

export type LabelList = v.InferOutput<typeof lineSchema>

/**
 * Blank lines are skipped; a byte-order mark and CRLF are tolerated; ids may repeat.
 *
 * @throws AppError request/invalid with file, line, what was found and what was expected
 */
export async function readLabelLists(path: string): Promise<readonly LabelList[]> {
  const name = basename(path)
  const bytes = await readSmallFile(dirname(path), name, { limitBytes: limits.sizeBytes }).catch(
    (cause: unknown) => {
      if (!(cause instanceof AppError)) throw cause
      // It is a word of the command that is wrong, not a checkpoint.
      throw new AppError('request/invalid', cause.message, { file: name, cause })
    }
  )
  const lists = decode(bytes, name)
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [readLine(line, index + 1, name)]))
  if (lists.length === 0) throw wrong(name, 'no list', 'an object with id and words a line')
  return lists
}

function decode(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw wrong(name, 'bytes that are not UTF-8', 'JSON Lines in UTF-8')
  }
}

function readLine(text: string, line: number, name: string): LabelList {
  const place = `${name}, line ${line}`
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw wrong(place, `"${shortened(text)}"`, 'one JSON object', name)
  }
  const parsed = v.safeParse(lineSchema, value, { abortEarly: true, abortPipeEarly: true })
  if (parsed.success) return parsed.output
  const issue = parsed.issues[0]
  const field = v.getDotPath(issue)
  const found = issue.input === undefined ? 'nothing' : shortened(JSON.stringify(issue.input))
  throw wrong(field === null ? place : `${place}, ${field}`, found, issue.message, name)
}

const nShown = 60

function shortened(text: string): string {
  return text.length > nShown ? `${text.slice(0, nShown)}…` : text
}

function wrong(subject: string, found: string, expected: string, file: string = subject): AppError {
  return new AppError('request/invalid', `${subject}: found ${found}, expected ${expected}`, {
    file,
    hint: 'Write {"id": "…", "words": ["…", "…"]} on each line.'
  })
}

/**
 * The form of a file of word vectors, found by its content:
 * - text: a line a word, the word, then its numbers; with a first line "count dimensions" (word2vec,
 *   fastText) or without (GloVe);
 * - binary (word2vec): that first line, then word, space, float32 little-endian, each perhaps followed
 *   by a line feed.
 */
import { isNumber } from './parse-numbers.ts'
import { vectorFileLimits } from './limits.ts'
import { cutShortHint, quoted, vectorFault } from './vector-fault.ts'

export interface VectorFormat {
  readonly kind: 'text' | 'binary'
  /** Where the first row begins. */
  readonly startBytes: number
  /** Lines before it. */
  readonly nHeaderLines: number
  readonly nDimensions: number
  /** Rows that the first line promises; null without one. */
  readonly nPromised: number | null
}

const formsHint =
  'Give vectors as GloVe text, word2vec text or word2vec binary, unpacked, for example glove.6B.300d.txt.'

/** First bytes of what people give instead, in latin1. */
const otherFiles: readonly (readonly [RegExp, string])[] = [
  [/^\x1f\x8b/, 'a gzip archive'],
  [/^PK\x03\x04/, 'a zip archive'],
  [/^BZh[1-9]1AY&SY/, 'a bzip2 archive'],
  [/^\xfd7zXZ\0/, 'an xz archive'],
  [/^\x28\xb5\x2f\xfd/, 'a Zstandard archive'],
  [/^7z\xbc\xaf\x27\x1c/, 'a 7z archive'],
  [/^\xba\x16\x4f\x2f/, 'a fastText model; its .vec file has the vectors'],
  [/^(?:\xff\xfe|\xfe\xff)/, 'UTF-16 text'],
  [/^\x93NUMPY/, 'a NumPy array, without words'],
  [/^\x80[\x02-\x05]/, 'a Python pickle']
]

/**
 * @param sample  the first bytes of the file; all of it where it is small
 * @throws AppError `request/invalid` when it is none of the forms, or promises what cannot be
 */
export function detectFormat(sample: Buffer, sizeBytes: number, name: string): VectorFormat {
  if (sizeBytes === 0) {
    throw vectorFault(name, { found: 'an empty file', expected: 'word vectors', hint: formsHint })
  }
  const start = sample.toString('latin1', 0, 10)
  const other = otherFiles.find(([magic]) => magic.test(start))
  if (other) {
    const isArchive = other[1].endsWith('archive')
    throw vectorFault(name, {
      found: other[1],
      expected: 'word vectors',
      hint: isArchive ? 'Unpack it and give the file inside.' : formsHint
    })
  }
  const markBytes = start.startsWith('\xef\xbb\xbf') ? 3 : 0
  const header = /^(\d{1,20})[ \t]+(\d{1,20})[ \t]*\r?\n/.exec(
    sample.toString('latin1', markBytes, markBytes + 64)
  )
  if (header) {
    const startBytes = markBytes + header[0].length
    const nRows = Number(header[1])
    const nDimensions = Number(header[2])
    const rows = sample.subarray(startBytes)
    const kind = isText(rows, nDimensions) ? 'text' : 'binary'
    checkHeader({ kind, nRows, nDimensions, rowBytes: sizeBytes - startBytes }, name)
    return { kind, startBytes, nHeaderLines: 1, nDimensions, nPromised: nRows }
  }
  const rows = sample.subarray(markBytes)
  if (!isPlainText(rows)) {
    throw vectorFault(name, {
      found: 'neither text nor a first line of two numbers',
      expected: 'word vectors',
      hint: formsHint
    })
  }
  const nDimensions = countDimensions(linesOf(rows, sizeBytes), name)
  return { kind: 'text', startBytes: markBytes, nHeaderLines: 0, nDimensions, nPromised: null }
}

/**
 * Whether rows after a header are text: the first has all its numbers written out, or no byte says
 * otherwise. Fewer numbers prove nothing: a float's bytes may be a digit and a line feed.
 */
function isText(rows: Buffer, nDimensions: number): boolean {
  const feed = rows.indexOf(0x0a)
  const fields = fieldsOf(rows.toString('latin1', 0, feed < 0 ? rows.length : feed))
  const isWrittenOut = fields.length > nDimensions && fields.slice(-nDimensions).every(isNumber)
  return isWrittenOut || (isPlainText(rows) && isUtf8Start(rows))
}

/** Without controls but tab, line feed and carriage return: words of odd bytes occur in text, these do not. */
function isPlainText(bytes: Buffer): boolean {
  return !/[\0-\x08\x0b\x0c\x0e-\x1f]/.test(bytes.toString('latin1'))
}

/** Whether it is UTF-8, as far as it goes: the last character may be cut. */
function isUtf8Start(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

function checkHeader(
  header: { kind: string; nRows: number; nDimensions: number; rowBytes: number },
  name: string
): void {
  const { kind, nRows, nDimensions, rowBytes } = header
  const fault = (found: string, expected: string, hint: string) =>
    vectorFault(name, { where: 'line 1', found, expected, hint, offsetBytes: 0 })
  const { rows, dimensions } = vectorFileLimits
  if (nRows < 1 || nRows > rows || nDimensions < 1 || nDimensions > dimensions) {
    throw fault(
      `${nRows} vectors of ${nDimensions} numbers`,
      `1 to ${rows} of 1 to ${dimensions}`,
      formsHint
    )
  }
  // The shortest rows that there can be: a word of no bytes, numbers of one digit.
  const least = nRows * (kind === 'binary' ? 1 + 4 * nDimensions : 2 * nDimensions)
  if (least > rowBytes) {
    throw fault(
      `${nRows} vectors of ${nDimensions} numbers in ${rowBytes} bytes`,
      `at least ${least} bytes`,
      cutShortHint
    )
  }
}

/** Lines that the number of dimensions is taken from. */
const nSampleLines = 100

function linesOf(rows: Buffer, sizeBytes: number): readonly string[] {
  // The last line is whole only where the file ends.
  const isWhole = rows.length >= sizeBytes - 3
  const lines = rows.toString('latin1').split('\n', nSampleLines + 1)
  if (lines.length > nSampleLines || !isWhole) lines.pop()
  return lines.filter((line) => /[^ \t\r]/.test(line))
}

/**
 * The number of fields after the first that most lines have: a few words of GloVe 840B hold spaces, and a
 * line may be damaged. Of equally many the smaller one.
 */
function countDimensions(lines: readonly string[], name: string): number {
  const nLines = new Map<number, number>()
  for (const line of lines) {
    const nNumbers = fieldsOf(line).length - 1
    nLines.set(nNumbers, (nLines.get(nNumbers) ?? 0) + 1)
  }
  const [usual] = [...nLines].sort(([a, nA], [b, nB]) => nB - nA || a - b)
  const nDimensions = usual?.[0] ?? 0
  const isVector = lines.some((line) => {
    const numbers = fieldsOf(line).slice(-nDimensions)
    return numbers.every(isNumber)
  })
  if (nDimensions < 1 || nDimensions > vectorFileLimits.dimensions || !isVector) {
    throw vectorFault(name, {
      where: 'line 1',
      found: quoted(Buffer.from(lines[0] ?? '', 'latin1').toString('utf8')),
      expected: 'a word and its numbers',
      hint: formsHint,
      offsetBytes: 0
    })
  }
  return nDimensions
}

/** Of a line in latin1: a word, then numbers. A first field is there even where it is empty. */
export function fieldsOf(line: string): readonly string[] {
  // By hand: a pattern for blanks at the end takes the square of the length of blanks in the middle.
  let end = line.length
  while (end > 0 && ' \t\r'.includes(line[end - 1]!)) end--
  return line.slice(0, end).split(/[ \t]+/)
}

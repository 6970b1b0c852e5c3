/** What a file of rows is, by its first bytes; its extension decides only where they leave it open. */
import { extname } from 'node:path'
import type { DatasetFormat } from '../../../preload/analysis/studies/dataset.ts'
import { datasetFault } from '../dataset-fault.ts'
import { tableDelimiter, type Delimiter } from './table-delimiter.ts'

export interface FileKind {
  readonly format: DatasetFormat
  readonly layout:
    | { readonly kind: 'json-lines' | 'json-list' | 'parquet' }
    | { readonly kind: 'table'; readonly delimiter: Delimiter }
}

/** Enough for the header of any table. */
export const headBytes = 2 ** 16

/** Files that are something else, and what to do with them. */
const strangers: readonly { readonly magic: string; readonly is: string; readonly hint: string }[] =
  [
    { magic: '\xff\xfe\0\0', is: 'UTF-32', hint: 'Save the file in UTF-8.' },
    { magic: '\0\0\xfe\xff', is: 'UTF-32', hint: 'Save the file in UTF-8.' },
    { magic: '\xff\xfe', is: 'UTF-16', hint: 'Save the file in UTF-8.' },
    { magic: '\xfe\xff', is: 'UTF-16', hint: 'Save the file in UTF-8.' },
    { magic: '\x1f\x8b', is: 'packed with gzip', hint: 'Unpack the file first.' },
    { magic: '\x28\xb5\x2f\xfd', is: 'packed with zstd', hint: 'Unpack the file first.' },
    { magic: 'BZh', is: 'packed with bzip2', hint: 'Unpack the file first.' },
    {
      magic: 'PK\x03\x04',
      is: 'a zip file or a spreadsheet',
      hint: 'Unpack the file, or save the sheet as CSV.'
    },
    { magic: 'ARROW1', is: 'an Arrow file', hint: 'Save the data set as Parquet or JSON Lines.' },
    { magic: 'PARE', is: 'Parquet with an encrypted footer', hint: 'Save the file unencrypted.' },
    {
      magic: 'version https://git-lfs',
      is: 'a pointer of Git LFS, not the file itself',
      hint: 'Fetch the file with "git lfs pull" or download it again.'
    }
  ]

const jsonExtensions = new Set(['.json', '.jsonl', '.ndjson'])

/**
 * @param head the first `headBytes` bytes, all of a shorter file
 * @throws AppError `request/invalid` for an empty file or one that is not text, not Parquet
 */
export function detectFormat(head: Uint8Array, name: string): FileKind {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  const extension = extname(name).toLowerCase()
  if (bytes.toString('latin1', 0, 4) === 'PAR1') {
    return { format: 'parquet', layout: { kind: 'parquet' } }
  }
  refuseStrangers(bytes, name, extension)
  const text = bytes.toString().replace(/^\uFEFF/, '')
  const start = text.trimStart()
  if (start === '' && bytes.length < headBytes) {
    throw datasetFault(name, 'empty, expected rows', {
      hint: 'Choose a file with a row for each case.'
    })
  }
  if (start.startsWith('{')) {
    refuseSpreadObject(start, name)
    return { format: 'jsonl', layout: { kind: 'json-lines' } }
  }
  const isJson = jsonExtensions.has(extension)
  if (start.startsWith('[') && (isJson || /^\[\s*[{\]]/.test(start))) {
    return { format: 'jsonl', layout: { kind: 'json-list' } }
  }
  if (isJson) return { format: 'jsonl', layout: { kind: 'json-lines' } }
  refuseOldLineEnds(text, name)
  const delimiter = tableDelimiter(start, extension)
  return { format: delimiter === '\t' ? 'tsv' : 'csv', layout: { kind: 'table', delimiter } }
}

function refuseStrangers(bytes: Buffer, name: string, extension: string): void {
  const start = bytes.toString('latin1', 0, 32)
  const stranger = strangers.find(({ magic }) => start.startsWith(magic))
  if (stranger !== undefined) {
    throw datasetFault(name, `${stranger.is}, expected JSONL, CSV or TSV in UTF-8, or Parquet`, {
      hint: stranger.hint,
      offsetBytes: 0
    })
  }
  if (extension === '.parquet') {
    throw datasetFault(name, 'does not begin with "PAR1", expected a Parquet file', {
      hint: 'The file is damaged or no Parquet file: write it again.',
      offsetBytes: 0
    })
  }
  const zero = bytes.indexOf(0)
  if (zero >= 0) {
    throw datasetFault(name, `byte ${zero}: a zero byte, expected text in UTF-8`, {
      hint: 'Save the file in UTF-8; it may be UTF-16 or no text at all.',
      offsetBytes: zero
    })
  }
}

function refuseSpreadObject(start: string, name: string): void {
  if (!/^\{[ \t]*\r?\n\s*\S/.test(start)) return
  throw datasetFault(name, 'a JSON object over several lines, expected one object a line', {
    hint: 'Write one object a line (JSON Lines), or one list of objects.'
  })
}

function refuseOldLineEnds(text: string, name: string): void {
  if (text.includes('\n') || !text.trimEnd().includes('\r')) return
  throw datasetFault(name, 'its lines end with carriage returns alone, expected line feeds', {
    hint: 'Save the file with the line ends of Unix or Windows.'
  })
}

/** The JSON Lines of a recorded run: cases without their maps. */
import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import type { BadRow } from '../../../preload/analysis/studies/dataset.ts'
import { AppError } from '../../errors.ts'
import { isBadRow, type DatasetItem } from '../dataset-item.ts'
import { decodeText, readBytes } from '../formats/file-text.ts'
import { readJsonLines } from '../formats/json-lines.ts'
import { withDatasetFile } from '../open-dataset.ts'
import type { RecordedRow } from './recorded-run.ts'
import { readRow } from './row-fields.ts'
import { runFault } from './run-fault.ts'

/** More cases than any study has. */
const mostCases = 100_000

export interface CaseFile {
  readonly sha256: string
  readonly nRows: number
  /** The model that the first sound row names; null where none is named. */
  readonly model: string | null
  readonly rows: readonly RecordedRow[]
  readonly badRows: readonly BadRow[]
}

/** The objects of a JSON Lines file. @throws AppError `request/invalid` for a file that is no text in UTF-8 */
export async function readObjects(
  path: string,
  signal?: AbortSignal
): Promise<{ readonly sha256: string; readonly items: readonly DatasetItem[] }> {
  return withDatasetFile(path, async (file) => {
    const hash = createHash('sha256')
    const items: DatasetItem[] = []
    const texts = decodeText(readBytes(file, hash, signal), basename(path))
    for await (const some of readJsonLines(texts)) {
      items.push(...some)
      if (items.length > mostCases) throw tooMany(basename(path))
    }
    return { sha256: hash.digest('hex'), items }
  })
}

/** Every case of a file in the form of shared/paper; rows that cannot be one are told by line. */
export async function readCaseFile(path: string, signal?: AbortSignal): Promise<CaseFile> {
  const { sha256, items } = await readObjects(path, signal)
  const rows: RecordedRow[] = []
  const badRows: BadRow[] = []
  const lineOf = new Map<string, number>()
  let model: string | null = null
  for (const item of items) {
    if (isBadRow(item)) {
      badRows.push(item)
      continue
    }
    const { line } = item
    try {
      const read = readRow(item.values, line)
      const { caseId } = read.row
      const first = lineOf.get(caseId)
      if (first !== undefined)
        throw runFault(`case "${caseId}" again, it is in line ${first} already`)
      model ??= read.model
      if (read.model !== null && read.model !== model) {
        throw runFault(`model "${read.model}", expected "${model}" as in the lines before`)
      }
      lineOf.set(caseId, line)
      rows.push(read.row)
      badRows.push(...read.flaws.map((problem) => ({ line, problem })))
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown
      badRows.push({ line, problem: thrown.message })
    }
  }
  return { sha256, nRows: items.length, model, rows, badRows }
}

function tooMany(name: string): AppError {
  return new AppError('request/invalid', `${name}: more than ${mostCases} cases`, {
    file: name,
    hint: 'Split the file.'
  })
}

/** The two ways to the vectors of a list's words: by a pass over the whole file, or by its fast form. */
import { assertUnchanged } from '../../checkpoint/file-identity.ts'
import type { SafeFile } from '../../checkpoint/safe-file.ts'
import type { WordList } from '../words/word-list.ts'
import { sourceOf } from './fast-form/layout.ts'
import { pruneForms } from './fast-form/prune-forms.ts'
import { openFastForm, readFormRows, wordsOf } from './fast-form/read-fast-form.ts'
import { FastFormWriter } from './fast-form/write-fast-form.ts'
import {
  usualCacheLimitBytes,
  usualMemoryLimitBytes,
  type SimilarityOptions
} from './similarity-options.ts'
import { UnitRows } from './unit-rows.ts'
import { formatOf, readRows } from './vector-file/read-rows.ts'
import type { RowCounts } from './vector-file/row-sink.ts'
import { WantedWords } from './wanted-words.ts'

export interface FoundVectors {
  readonly nDimensions: number
  readonly wanted: WantedWords
  readonly rows: UnitRows
  readonly counts: RowCounts
}

/** Words and checks that are kept in memory while a form is written; 3 million words need 60 MB. */
const indexLimitBytes = 256 * 2 ** 20
/** Forms in the folder; each may have gigabytes. */
const nKeptForms = 3

/** By the fast form; null when there is none that is sound. @throws AppError `job/cancelled` */
export async function findInForm(
  file: SafeFile,
  folder: string,
  list: Pick<WordList, 'words' | 'isUsable'>,
  { signal, memoryLimitBytes = usualMemoryLimitBytes }: SimilarityOptions
): Promise<FoundVectors | null> {
  const form = await openFastForm(folder, sourceOf(file.identity))
  if (form === null) return null
  try {
    const { nDimensions, counts } = form.about
    const wanted = new WantedWords(list)
    const found: number[] = []
    let row = 0
    for (const word of wordsOf(form)) {
      if (wanted.take(word) >= 0) found.push(row)
      row++
    }
    const rows = new UnitRows(nDimensions, memoryLimitBytes)
    const isSound = await readFormRows(
      form,
      Int32Array.from(found),
      (slot, vector) => rows.set(slot, vector),
      signal
    )
    return isSound ? { nDimensions, wanted, rows, counts } : null
  } finally {
    await form.file.close()
  }
}

/**
 * By a pass over the file, which leaves its fast form in `folder`.
 *
 * @throws AppError `request/invalid`, `checkpoint/changed`, `job/cancelled`
 */
export async function findInFile(
  file: SafeFile,
  name: string,
  list: Pick<WordList, 'words' | 'isUsable'>,
  options: SimilarityOptions
): Promise<FoundVectors> {
  const { cacheFolder, memoryLimitBytes = usualMemoryLimitBytes, onCacheProblem } = options
  const format = await formatOf(file, name)
  const { nDimensions } = format
  const wanted = new WantedWords(list)
  const rows = new UnitRows(nDimensions, memoryLimitBytes)
  const source = sourceOf(file.identity)
  const limits = {
    sizeBytes: options.cacheLimitBytes ?? usualCacheLimitBytes,
    indexBytes: indexLimitBytes
  }
  const writer =
    cacheFolder === null
      ? null
      : await FastFormWriter.open(cacheFolder, source, limits, (problem) =>
          onCacheProblem?.(problem)
        )
  try {
    const visit = (word: string, vector: Float32Array) => {
      const slot = wanted.take(word)
      if (slot >= 0) rows.set(slot, vector)
      writer?.add(word, vector)
    }
    const counts = await readRows(file, name, format, visit, {
      ...options,
      afterBlock: async () => writer?.flush()
    })
    await assertUnchanged(file.identity)
    await writer?.finish(source, nDimensions, counts)
    if (cacheFolder !== null) await pruneForms(cacheFolder, nKeptForms)
    return { nDimensions, wanted, rows, counts }
  } finally {
    // Nothing to do when it has finished.
    await writer?.abandon()
  }
}

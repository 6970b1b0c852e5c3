import { basename } from 'node:path'
import { AppError } from '../../errors.ts'
import type { WordList } from '../words/word-list.ts'
import { vectorsInMemory } from '../words/word-vectors.ts'
import { findInFile, findInForm, type FoundVectors } from './find-vectors.ts'
import { mismatchHint } from './mismatch-hint.ts'
import { asRequestFault, openVectorFile } from './open-vector-file.ts'
import { similarityNotes } from './similarity-notes.ts'
import type { SimilarityOptions } from './similarity-options.ts'
import { hashVectors, type SimilarityVectors } from './similarity-vectors.ts'

type List = Pick<WordList, 'name' | 'words' | 'isUsable'>

/** Rows of one block of vectors, which are in memory anyway. */
const blockSize = 4_096

/**
 * The vectors of a list's words from a file of word vectors (GloVe text, word2vec text or binary), to
 * unit length. A word is looked up as written, then in lower case (method.md section 3).
 *
 * The first time the file is gone through once, in memory that the list bounds and not the file; a fast
 * form of it stays in `cacheFolder`, by which a later list needs only the rows of its words.
 *
 * @throws AppError `request/invalid` when the file cannot be read, is not sound (with line or byte) or
 *   holds no word of the list, `job/cancelled`
 */
export async function loadSimilarity(
  path: string,
  list: List,
  options: SimilarityOptions
): Promise<SimilarityVectors> {
  const name = basename(path)
  const file = await openVectorFile(path)
  try {
    return await asRequestFault(name, async () => {
      const { cacheFolder } = options
      const known = cacheFolder && (await findInForm(file, cacheFolder, list, options))
      const found = known || (await findInFile(file, name, list, options))
      return summarize(found, name, list, options)
    })
  } finally {
    await file.close()
  }
}

async function summarize(
  { nDimensions, wanted, rows, counts }: FoundVectors,
  name: string,
  list: List,
  { signal, report }: SimilarityOptions
): Promise<SimilarityVectors> {
  const slots = wanted.assign()
  if (slots.lines.length === 0) {
    throw new AppError(
      'request/invalid',
      `${name}: none of the ${slots.missing.length} words of ${list.name}, expected at least one`,
      { file: name, hint: mismatchHint(slots.missing, wanted.sample) }
    )
  }
  const { lines } = slots
  const source = vectorsInMemory(rows.gather(slots.slots), nDimensions, blockSize)
  report?.(1)
  return {
    summary: {
      source: 'file',
      name,
      sha256: await hashVectors({ lines, ...source }, nDimensions, signal),
      nDimensions,
      nFound: lines.length,
      notes: [...similarityNotes(counts, wanted, slots)]
    },
    nDimensions,
    lines,
    ...source
  }
}

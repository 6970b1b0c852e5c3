import { stat } from 'node:fs/promises'
import type { DatasetSummary } from '../../../../preload/analysis/studies/dataset.ts'
import { hashFile } from '../../../datasets/hash-file.ts'
import { AppError } from '../../../errors.ts'

/**
 * A study goes on with the cases that it read at its start. A file that is gone is no harm; another one in
 * its place is: the result would name bytes that nobody finds there.
 *
 * @throws AppError `request/invalid` when the file's bytes are others by now
 */
export async function assertSameData(
  path: string,
  { name, sha256 }: Pick<DatasetSummary, 'name' | 'sha256'>,
  signal: AbortSignal
): Promise<void> {
  const isThere = await stat(path).then(
    (stats) => stats.isFile(),
    () => false
  )
  if (!isThere) return
  if ((await hashFile(path, signal)) === sha256) return
  throw new AppError(
    'request/invalid',
    `${name}: its bytes are not those that the study began with`,
    { hint: 'Put the file back as it was, or discard this study and start a new one.' }
  )
}

import type {
  DatasetSummary,
  StudyCase,
  StudyMapping
} from '../../preload/analysis/studies/dataset.ts'
import { assertMapped } from './assert-mapped.ts'
import { CaseMapper } from './case-mapper.ts'
import { readDataset } from './read-dataset.ts'

/**
 * The cases of a data set, in its order: the first `nCasesLimit` sound rows, null takes all. The whole
 * file is read, so that every bad row is listed and the hash is of all its bytes.
 *
 * @throws AppError `request/invalid` when it cannot be read or the mapping names a column that is missing
 */
export async function loadCases(
  path: string,
  mapping: StudyMapping,
  nCasesLimit: number | null,
  signal?: AbortSignal
): Promise<{ readonly cases: readonly StudyCase[]; readonly summary: DatasetSummary }> {
  const mapper = new CaseMapper(mapping)
  const cases: StudyCase[] = []
  let nNotTaken = 0
  const facts = await readDataset(
    path,
    (items) => {
      for (const item of items) {
        const studyCase = mapper.take(item)
        if (studyCase === null) continue
        if (nCasesLimit === null || cases.length < nCasesLimit) cases.push(studyCase)
        else nNotTaken++
      }
    },
    signal
  )
  const { name, sha256, format, nRows } = facts
  assertMapped(name, facts.columns, mapping)
  const { badRows } = mapper
  return { cases, summary: { name, sha256, format, nRows, mapping, badRows, nNotTaken } }
}

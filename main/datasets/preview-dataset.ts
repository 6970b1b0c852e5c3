import type { DatasetPreview, StudyMapping } from '../../preload/analysis/studies/dataset.ts'
import { assertMapped } from './assert-mapped.ts'
import type { DatasetItem } from './dataset-item.ts'
import { DatasetSample } from './dataset-sample.ts'
import { describeColumn } from './mapping/column-type.ts'
import { proposeMapping } from './mapping/propose-mapping.ts'
import { PreviewTally } from './preview-tally.ts'
import { readDataset } from './read-dataset.ts'

/**
 * A data set before a run: its columns, and what a mapping gives; null proposes one. Reads the file once,
 * to its end.
 *
 * @throws AppError `request/invalid` when it cannot be read or the mapping names a column that is missing
 */
export async function previewDataset(
  path: string,
  mapping: StudyMapping | null,
  signal?: AbortSignal
): Promise<DatasetPreview> {
  const sample = new DatasetSample()
  const started: PreviewTally[] = []
  const start = () => {
    const tally = new PreviewTally(mapping ?? proposeMapping(sample.columns, sample.rows))
    for (const items of sample.pieces) tally.add(items)
    started.push(tally)
    return tally
  }
  const visit = (items: readonly DatasetItem[]) => {
    const [tally] = started
    if (tally !== undefined) return tally.add(items)
    sample.add(items)
    if (sample.isFull) start()
  }
  const { columns, ...facts } = await readDataset(path, visit, signal)
  if (mapping !== null) assertMapped(facts.name, columns, mapping)
  const tally = started[0] ?? start()
  return {
    ...facts,
    columns: columns.map((column) => describeColumn(column, sample.rows)),
    ...tally.summary()
  }
}

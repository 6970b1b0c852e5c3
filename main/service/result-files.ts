import type { AttributionRecord } from '../../preload/analysis/attribution-record.ts'
import { defaultSalience } from '../../preload/analysis/salience-settings.ts'
import { defaultVerbLists } from '../../preload/analysis/heads/verb-lists.ts'
import { AppError } from '../errors.ts'
import { writeAtomically, type FileData } from '../exports/atomic-write.ts'
import { attributionJson } from '../exports/attribution-json.ts'
import { attentionJsonParts } from '../exports/attention-json.ts'
import { conceptsJson } from '../exports/concepts-json.ts'
import { headsJsonParts } from '../exports/heads-json.ts'
import { matrixCsv } from '../exports/matrix-csv.ts'
import { withoutDirections } from './concepts/without-directions.ts'
import type { Store } from './store/store.ts'
import type { LayeredKind } from './store/records/layer-kinds.ts'
import { studyData } from './studies/study-data.ts'

/** Writes a result as a file that other programs read, whole or not at all. */
export async function writeRecord(
  store: Pick<Store, 'results' | 'ratings'>,
  resultId: string,
  format: 'json' | 'csv',
  path: string
): Promise<void> {
  await writeAtomically(path, dataOf(store, resultId, format))
}

/** Layers are read as they are written: all of them together may be larger than memory. */
function dataOf(
  store: Pick<Store, 'results' | 'ratings'>,
  resultId: string,
  format: 'json' | 'csv'
): FileData {
  const { results } = store
  const any = results.record(resultId)
  if (any.kind === 'study') return studyData(store, resultId, format, defaultSalience)
  if (format === 'csv') {
    if (any.kind === 'attribution') return importanceCsv(any.record)
    throw noTable(any.kind)
  }
  switch (any.kind) {
    case 'attribution':
      return attributionJson(any.record)
    case 'concepts': {
      const layers = any.record.layers.map(({ layer }) =>
        withoutDirections(results.layer(resultId, layer, 'concepts'))
      )
      return conceptsJson(any.record, layers)
    }
    case 'heads': {
      const { layers } = any.record
      const layerAt = (layer: number) => results.layer(resultId, layer, 'heads')
      return headsJsonParts(any.record, layers, layerAt, defaultVerbLists)
    }
    case 'attention':
      return attentionJsonParts(any.record, (layer) => results.layer(resultId, layer, 'attention'))
  }
}

function noTable(kind: LayeredKind): AppError {
  return new AppError('request/invalid', 'format: got csv, expected json or shiftlens', {
    hint: `A result of ${kind} has no table of one shape; JSON holds all of it.`
  })
}

/** One table a model, base first, an empty line between the two: their columns differ. */
function importanceCsv(record: AttributionRecord): string {
  return record.sides.map(({ role }) => matrixCsv(record, role, 'importance')).join('\r\n')
}

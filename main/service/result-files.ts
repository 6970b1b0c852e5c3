import type { AttributionRecord } from '../../preload/analysis/attribution-record.ts'
import { defaultVerbLists } from '../../preload/analysis/heads/verb-lists.ts'
import { AppError } from '../errors.ts'
import { writeAtomically } from '../exports/atomic-write.ts'
import { attributionJson } from '../exports/attribution-json.ts'
import { attentionJson } from '../exports/attention-json.ts'
import { conceptsJson } from '../exports/concepts-json.ts'
import { headsJson } from '../exports/heads-json.ts'
import { matrixCsv } from '../exports/matrix-csv.ts'
import { withoutDirections } from './concepts/without-directions.ts'
import type { ResultReader } from './jobs/job-store.ts'

/** Writes a result as a file that other programs read, whole or not at all. */
export async function writeRecord(
  results: ResultReader,
  resultId: string,
  format: 'json' | 'csv',
  path: string
): Promise<void> {
  await writeAtomically(path, textOf(results, resultId, format))
}

function textOf(results: ResultReader, resultId: string, format: 'json' | 'csv'): string {
  const any = results.record(resultId)
  switch (any.kind) {
    case 'attribution':
      return format === 'json' ? attributionJson(any.record) : importanceCsv(any.record)
    case 'concepts': {
      if (format === 'json') {
        const layers = any.record.layers.map(({ layer }) =>
          withoutDirections(results.layer(resultId, layer, 'concepts'))
        )
        return conceptsJson(any.record, layers)
      }
      throw noTable(format, 'Concepts')
    }
    case 'heads': {
      if (format === 'csv') throw noTable(format, 'Heads')
      const layers = any.record.layers.map((layer) => results.layer(resultId, layer, 'heads'))
      return headsJson(any.record, layers, defaultVerbLists)
    }
    case 'attention': {
      if (format === 'csv') throw noTable(format, 'Attention patterns')
      const layers = any.record.layers.map((layer) => results.layer(resultId, layer, 'attention'))
      return attentionJson(any.record, layers)
    }
  }
}

function noTable(format: string, what: string): AppError {
  return new AppError('request/invalid', `format: got ${format}, expected json or shiftlens`, {
    hint: `${what} have no table of one shape; JSON holds all of them.`
  })
}

/** One table a model, base first, an empty line between the two: their columns differ. */
function importanceCsv(record: AttributionRecord): string {
  return record.sides.map(({ role }) => matrixCsv(record, role, 'importance')).join('\r\n')
}

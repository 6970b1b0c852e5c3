import type { AttributionRecord } from '../../preload/analysis/attribution-record.ts'
import { writeAtomically } from '../exports/atomic-write.ts'
import { attributionJson } from '../exports/attribution-json.ts'
import { matrixCsv } from '../exports/matrix-csv.ts'

/** Writes a record as a file that other programs read, whole or not at all. */
export async function writeRecord(
  record: AttributionRecord,
  format: 'json' | 'csv',
  path: string
): Promise<void> {
  await writeAtomically(path, format === 'json' ? attributionJson(record) : importanceCsv(record))
}

/** One table a model, base first, an empty line between the two: their columns differ. */
function importanceCsv(record: AttributionRecord): string {
  return record.sides.map(({ role }) => matrixCsv(record, role, 'importance')).join('\r\n')
}

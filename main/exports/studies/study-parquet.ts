import { parquetWriteBuffer, type BasicType } from 'hyparquet-writer'
import { jsonText } from '../json-text.ts'
import { studyColumns, type ColumnType } from './study-columns.ts'
import { studyProvenance } from './study-provenance.ts'
import { studyRows, type StudyExport } from './study-rows.ts'

const types: Readonly<Record<ColumnType, BasicType>> = {
  text: 'STRING',
  whole: 'INT32',
  real: 'DOUBLE'
}

/** The table of `studyCsv` with typed columns; where it comes from is in the file's metadata as JSON. */
export function studyParquet(study: StudyExport): Uint8Array {
  const rows = studyRows(study)
  const buffer = parquetWriteBuffer({
    columnData: studyColumns.map(({ name, type, value }) => ({
      name,
      type: types[type],
      nullable: true,
      data: rows.map(value)
    })),
    kvMetadata: [{ key: 'shiftlens', value: jsonText(studyProvenance(study)) }]
  })
  return new Uint8Array(buffer)
}

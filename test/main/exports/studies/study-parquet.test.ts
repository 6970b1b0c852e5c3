import { parquetMetadata, parquetReadObjects, parquetSchema } from 'hyparquet'
import { expect, it } from 'vitest'
import { studyColumns } from '../../../../main/exports/studies/study-columns.ts'
import { studyParquet } from '../../../../main/exports/studies/study-parquet.ts'
import { studyRows, type StudyExport } from '../../../../main/exports/studies/study-rows.ts'
import { fullStudy, madeStudy } from './made-study.ts'

/** The file as an ArrayBuffer of its own. */
function bufferOf(study: StudyExport): ArrayBuffer {
  return Uint8Array.from(studyParquet(study)).buffer
}

it.each([
  ['with everything', fullStudy],
  ['that has only begun', madeStudy({ nCases: 4, nDone: 1 })]
] as const)('is read back value by value: a study %s', async (_, study) => {
  const rows = await parquetReadObjects({ file: bufferOf(study) })
  const expected = studyRows(study).map((row) =>
    Object.fromEntries(studyColumns.map(({ name, value }) => [name, value(row)]))
  )
  expect(rows).toEqual(expected)
})

it('has typed columns, and where it comes from in its metadata', () => {
  const metadata = parquetMetadata(bufferOf(fullStudy))
  const types = parquetSchema(metadata).children.map(({ element }) => [
    element.name,
    element.type,
    element.converted_type ?? null,
    element.repetition_type
  ])
  expect(types).toContainEqual(['case', 'BYTE_ARRAY', 'UTF8', 'OPTIONAL'])
  expect(types).toContainEqual(['line', 'INT32', null, 'OPTIONAL'])
  expect(types).toContainEqual(['instruction_score', 'DOUBLE', null, 'OPTIONAL'])
  expect(types).toHaveLength(studyColumns.length)
  const about = metadata.key_value_metadata?.find(({ key }) => key === 'shiftlens')?.value
  expect(JSON.parse(about ?? '')).toMatchObject({
    title: 'Twelve cases',
    partial: false,
    salience: { L: 10, b: 7, p: 4 }
  })
})

it('writes a study without cases as a table without rows', async () => {
  const empty = madeStudy({ nCases: 0 }, { ratings: [] })
  expect(await parquetReadObjects({ file: bufferOf(empty) })).toEqual([])
})

it('keeps text of any script, and marks a partial study', async () => {
  const study = madeStudy({ nCases: 3, nDone: 1 })
  const cases = study.record.cases.map((each, i) => ({ ...each, group: ['שלום', '🎈', ''][i]! }))
  const file = bufferOf({ ...study, record: { ...study.record, cases } })
  const rows = await parquetReadObjects({ file })
  expect(rows.slice(0, 3).map(({ group }) => group as string)).toEqual(['שלום', '🎈', ''])
  const about = parquetMetadata(file).key_value_metadata?.[0]?.value
  expect(JSON.parse(about ?? '')).toMatchObject({ partial: true })
})

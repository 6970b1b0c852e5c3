import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { recordedStudyJson } from '../../../../main/exports/studies/recorded-study-json.ts'
import { datasetsOf, scoresOf } from '../../../../preload/analysis/studies/recorded-tables.ts'
import type { StudyRecord } from '../../../../preload/analysis/studies/record.ts'
import { schemaProblems, type Schema } from '../../../helpers/schema-problems.ts'
import { makeStudyRecord, type FakeStudyOptions } from '../../../helpers/study-record.ts'

const folder = join(import.meta.dirname, '../../../../main/exports/studies')
const schema = JSON.parse(
  readFileSync(join(folder, 'recorded-study.schema.json'), 'utf8')
) as Schema

const recorded = (options: FakeStudyOptions): StudyRecord =>
  makeStudyRecord({ source: 'recorded', modes: ['own', 'length-matched'], ...options })

it.each([
  ['with ratings', recorded({ nCases: 30, rated: 'all' })],
  ['of one model', recorded({ nCases: 4, roles: ['base'], modes: ['own'] })],
  ['with a case that one model lacks', recorded({ nCases: 4, nFailed: 1 })],
  ['without groups and ratings', recorded({ nCases: 4, groups: [], rated: 'none' })],
  ['of a single case', recorded({ nCases: 1 })]
])('has the shape of the shipped schema: runs %s', (_, record) => {
  expect(schemaProblems(JSON.parse(recordedStudyJson(record)), schema)).toEqual([])
})

it('keeps every digit of tables and scores, and what they were made of', () => {
  const record = recorded({ nCases: 30, rated: 'all' })
  expect(JSON.parse(recordedStudyJson(record))).toMatchObject({
    schema: 'shiftlens/recorded-study',
    datasets: JSON.parse(JSON.stringify(datasetsOf(record))),
    scores: scoresOf(record),
    salience: { L: 10, b: 7, p: 4 },
    source: 'recorded'
  })
})

it('says "n too small" where there is no p-value', () => {
  const record = recorded({ nCases: 1, groups: ['only'] })
  const { datasets } = JSON.parse(recordedStudyJson(record)) as {
    datasets: Record<string, Record<string, unknown>>
  }
  expect(datasets['only']).toMatchObject({
    pretrained_vs_tuned: { p_less: 'n too small' },
    unfollowed_vs_followed: { p_less: 'n too small' }
  })
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { studyJsonParts } from '../../../../main/exports/studies/study-json.ts'
import { studyRows, type StudyExport } from '../../../../main/exports/studies/study-rows.ts'
import { compareModels } from '../../../../preload/analysis/studies/compare-models.ts'
import { schemaProblems, type Schema } from '../../../helpers/schema-problems.ts'
import { fullStudy, madeStudy } from './made-study.ts'

const folder = join(import.meta.dirname, '../../../../main/exports/studies')
const schema = JSON.parse(readFileSync(join(folder, 'study.schema.json'), 'utf8')) as Schema

function written(study: StudyExport) {
  const text = [...studyJsonParts(study)].join('')
  // Read to be looked at field by field.
  return { text, value: JSON.parse(text) as ReturnType<typeof JSON.parse> }
}

it.each([
  ['with everything', fullStudy],
  ['of one model', madeStudy({ nCases: 4, roles: ['tuned'] })],
  [
    'of recorded runs',
    madeStudy({ nCases: 6, source: 'recorded', modes: ['own', 'length-matched'] })
  ],
  ['without cases', madeStudy({ nCases: 0 }, { ratings: [] })],
  [
    'without groups and ratings',
    madeStudy({ nCases: 4, groups: [], rated: 'none' }, { ratings: [] })
  ],
  ['that has only begun', madeStudy({ nCases: 4, nDone: 1 })]
] as const)('has the shape of the shipped schema: a study %s', (_, study) => {
  expect(schemaProblems(written(study).value, schema)).toEqual([])
})

it('holds whole tables, every case, and where it all comes from', () => {
  const { value } = written(fullStudy)
  expect(value).toMatchObject({
    schema: 'shiftlens/study',
    schemaVersion: 1,
    partial: false,
    title: 'Twelve cases',
    dataset: {
      name: 'cases.jsonl',
      sha256: 'd5'.repeat(32),
      badRows: [{ line: 20 }, { line: 41 }]
    },
    models: [
      { role: 'base', fingerprint: '3f'.repeat(32) },
      { role: 'tuned', fingerprint: 'a0'.repeat(32) }
    ],
    salience: { L: 10, b: 7, p: 4 },
    settings: { nTokensLimit: 300, ablation: { method: 'remove', seed: 1 } },
    failures: [{ case: 'case-014', role: 'tuned' }],
    notes: ['a note']
  })
  const [own] = value.tables
  const expected = compareModels(fullStudy.record, 'own', fullStudy.salience)
  expect(own.models).toHaveLength(expected.length)
  expect(own.models[0]).toMatchObject({
    group: expected[0]!.group,
    first: { n: expected[0]!.first.n, mean: expected[0]!.first.mean },
    welch: expected[0]!.welch,
    hedgesG: expected[0]!.hedgesG
  })
  expect(own.models[0].first).not.toHaveProperty('cases')
  expect(own.sensitivity.at(-1).cells).toHaveLength(45)
  expect(own.roles[1].roc.at(-1).points[0].threshold).toBeNull()
  expect(value.ablation.layers).toHaveLength(16)
  expect(value.rows).toHaveLength(studyRows(fullStudy).length)
  expect(value.rows[0]).toMatchObject({ case: 'case-001', mode: 'own', role: 'base' })
})

it('has tables at the L, b and p that were asked for, and says so', () => {
  const salience = { levels: 5, threshold: 2, norm: 3 }
  const [usual, other] = [written(fullStudy).value, written({ ...fullStudy, salience }).value]
  expect(other.salience).toEqual({ L: 5, b: 2, p: 3 })
  expect(other.rows[0].instruction_score).not.toBe(usual.rows[0].instruction_score)
  expect(other.tables[0].models[0].first.mean).not.toBe(usual.tables[0].models[0].first.mean)
})

it('is marked where the study is partial', () => {
  expect(written(madeStudy({ nCases: 4, nDone: 3 })).value.partial).toBe(true)
})

it('has a row a line and ends as a text file does', () => {
  const { text } = written(madeStudy({ nCases: 2 }))
  expect(text.startsWith('{\n  "schema": "shiftlens/study",\n')).toBe(true)
  expect(text.endsWith(']\n}\n')).toBe(true)
})

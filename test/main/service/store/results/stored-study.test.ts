import { rmSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { searchedCharacters } from '../../../../../main/service/store/records/study-facts.ts'
import { caseScores } from '../../../../../preload/analysis/studies/case-scores.ts'
import { defaultSalience } from '../../../../../preload/analysis/salience-settings.ts'
import { appErrorOf } from '../../../../helpers/app-error.ts'
import { blobFiles, countRows } from '../behind.ts'
import { putConcepts } from '../concepts-run.ts'
import { addJob, testStore } from '../open-store.ts'
import { putStudy, studyRun } from '../study-run.ts'

const everything = { text: '', tag: null, sort: 'newest', offset: 0, limit: 50 } as const
const shapes = {
  computed: { nCases: 4, nFailed: 1, hasAblation: true },
  recorded: { nCases: 12, source: 'recorded', modes: ['own', 'length-matched'] }
} as const

it.each(['computed', 'recorded'] as const)('keeps a %s study with every part of it', (kind) => {
  const { home, store } = testStore()
  const resultId = putStudy(store, 'a', shapes[kind])
  const { record, parts } = studyRun(shapes[kind])
  expect(store.results.open(resultId)).toMatchObject({ kind: 'study', record, problems: [] })
  expect(store.results.study(resultId)).toEqual(record)
  expect(parts.length).toBeGreaterThan(2)
  for (const { partId, part } of parts) {
    expect(store.results.studyPart(resultId, partId)).toEqual(part)
  }
  expect(store.results.find({ title: 'Forty cases', kind: 'study' })).toBe(resultId)
  expect(store.units.ids('a')).toEqual([])
  expect(countRows(home, 'parts')).toBe(parts.length)
})

it('lists a study by its models and the mean scores of its first mode', () => {
  const { store } = testStore()
  putStudy(store, 'a', shapes.computed)
  const { record } = studyRun(shapes.computed)
  const mean = (role: 'base' | 'tuned') => {
    const known = [...caseScores(record, 'own', role, defaultSalience)].filter((s) => !isNaN(s))
    return known.reduce((sum, score) => sum + score, 0) / known.length
  }
  const [row] = store.results.list(everything).rows
  expect(row).toMatchObject({ kind: 'study', title: 'Forty cases', prompt: '' })
  expect(row).toMatchObject({ baseName: 'base', tunedName: 'tuned' })
  expect(row?.baseScore).toBeCloseTo(mean('base'), 12)
  expect(row?.tunedScore).toBeCloseTo(mean('tuned'), 12)
})

it('has no scores where no case is done, or a model is missing', () => {
  const { store } = testStore()
  putStudy(store, 'a', { nCases: 0 })
  expect(store.results.list(everything).rows[0]).toMatchObject({
    ...{ baseScore: null, tunedScore: null }
  })
  putStudy(store, 'b', { nCases: 3, roles: ['tuned'], title: 'Alone' })
  expect(store.results.list({ ...everything, text: 'alone' }).rows[0]).toMatchObject({
    ...{ baseName: '', baseScore: null, tunedScore: expect.any(Number) }
  })
})

it('finds a study by its data set, models and prompts, up to a length', () => {
  const { store } = testStore()
  const long = `${'much\n'.repeat(searchedCharacters / 5)}zebra`
  putStudy(store, 'a', { nCases: 4, firstPrompts: ['Where is the pangolin?', long, 'Okapi.'] })
  const found = (text: string) => store.results.list({ ...everything, text }).nMatching
  for (const text of ['pangolin', 'cases.jsonl', 'tuned', 'forty']) expect(found(text)).toBe(1)
  for (const text of ['zebra', 'okapi', 'giraffe']) expect(found(text)).toBe(0)
})

it('names a damaged part, reads the others, and heals by the same run', () => {
  const { home, store } = testStore()
  // Maps of some 100 kB lie in files.
  const shape = { nCases: 2, firstPrompts: [' a'.repeat(1_500), ' b'.repeat(1_500)] }
  const resultId = putStudy(store, 'a', shape)
  const [file] = blobFiles(home)
  writeFileSync(file!, 'no longer a part')
  const ids = studyRun(shape).record.parts
  const problems = ids.flatMap((partId) => {
    try {
      store.results.studyPart(resultId, partId)
      return []
    } catch (thrown) {
      return [thrown]
    }
  })
  expect(problems).toEqual([
    expect.objectContaining({
      code: 'store/unavailable',
      message: expect.stringMatching(/^part case\/\w+\/\d cannot be shown: /),
      hint: expect.stringContaining('Run the study again')
    })
  ])
  rmSync(file!)
  expect(store.results.open(resultId).problems).toEqual([expect.stringMatching(/^part case\//)])
  expect(store.results.find({ title: 'Forty cases', kind: 'study' })).toBeNull()
  expect(putStudy(store, 'b', shape)).toBe(resultId)
  expect(store.results.open(resultId).problems).toEqual([])
})

it('has no part that its record does not name, and is no other analysis', () => {
  const { store } = testStore()
  const study = putStudy(store, 'a', { nCases: 2 })
  const concepts = putConcepts(store, 'b')
  const message = (work: () => unknown) => appErrorOf(work).message
  expect(message(() => store.results.studyPart(study, 'case/base/2'))).toBe(
    `part case/base/2: not in result ${study}`
  )
  expect(message(() => store.results.study(concepts))).toBe(
    `result ${concepts}: concepts, expected study`
  )
  expect(message(() => store.results.studyPart(concepts, 'layer/0'))).toMatch(/expected study/)
  expect(message(() => store.results.layer(study, 0, 'concepts'))).toMatch(
    /study, expected concepts/
  )
})

it('takes neither a partial study nor one whose parts are not those of its record', () => {
  const { store } = testStore()
  const { units, result } = studyRun({ nCases: 2 })
  addJob(store, 'a')
  for (const unit of units) store.units.commit('a', unit)
  const partial = { ...result, record: { ...result.record, isPartial: true } }
  expect(appErrorOf(() => store.results.finish('a', partial)).message).toMatch(/partial/)
  const fewer = { ...result, parts: result.parts.slice(1) }
  expect(appErrorOf(() => store.results.finish('a', fewer)).message).toMatch(/record calls for/)
  expect(store.results.list(everything).nMatching).toBe(0)
  expect(store.results.finish('a', result)).toMatch(/^[0-9a-f]{64}$/)
})

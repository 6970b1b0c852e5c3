import { expect, it, onTestFinished, vi } from 'vitest'
import type { ConceptLabel, StoredLabel } from '../../../../preload/analysis/concepts/labels.ts'
import type { AnnotationResult, NewLabel } from '../../../../main/service/store/store.ts'
import { appErrorOf } from '../../../helpers/app-error.ts'
import { attributionRecord } from '../../../helpers/attribution-record.ts'
import { putConcepts } from './concepts-run.ts'
import { addJob, testStore } from './open-store.ts'

const rivers: ConceptLabel = {
  description: 'rivers',
  tasks: ['writing', 'translation'],
  level: 'semantics',
  evidence: ['12 of 50 words are rivers']
}
const seas: ConceptLabel = { ...rivers, description: 'seas', tasks: [] }

const place = { layer: 1, role: 'tuned', direction: 4 } as const
const by = (label: ConceptLabel | null, changes: Partial<NewLabel> = {}): NewLabel => ({
  ...place,
  author: 'Ada',
  note: '',
  label,
  ...changes
})

const ofModel = (changes: Partial<StoredLabel> = {}): StoredLabel => ({
  ...place,
  annotator: 'llm',
  author: 'tiny at 127.0.0.1:8080',
  seed: 3,
  label: rivers,
  note: '',
  createdAt: '2026-05-01T10:00:00.000Z',
  ...changes
})

/** A store with one concepts result of layers 0 to 2, both models, five directions each. */
function labelled() {
  const { home, store } = testStore()
  const resultId = putConcepts(store, 'concepts')
  const annotated = (labels: readonly StoredLabel[]): AnnotationResult => ({
    kind: 'annotation',
    resultId,
    labels,
    problems: []
  })
  return { home, store, resultId, annotated }
}

it('keeps every label that was ever given, and its withdrawal, oldest first', () => {
  const { home, store, resultId } = labelled()
  expect(store.labels.list(resultId)).toEqual([])
  const before = Date.now()
  store.labels.set(resultId, by(rivers, { note: 'at first sight' }))
  store.labels.set(resultId, by(seas))
  store.labels.set(resultId, by(null, { note: 'no' }))
  store.labels.set(resultId, by(rivers, { direction: 0, role: 'base', author: '' }))
  const labels = store.labels.list(resultId)
  expect(labels.map(({ label, note }) => [label?.description, note])).toEqual([
    ['rivers', 'at first sight'],
    ['seas', ''],
    [undefined, 'no'],
    ['rivers', '']
  ])
  expect(labels[0]).toMatchObject({ ...place, annotator: 'manual', seed: null, label: rivers })
  expect(labels[3]).toMatchObject({ layer: 1, role: 'base', direction: 0, author: '' })
  for (const { createdAt } of labels) {
    expect(Date.parse(createdAt)).toBeGreaterThanOrEqual(before)
    expect(createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  }
  store.close()
  expect(testStore(home).store.labels.list(resultId)).toEqual(labels)
})

it('keeps a later label the later one when the clock was set back', () => {
  const { store, resultId } = labelled()
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-06-02T00:00:00Z') })
  onTestFinished(() => void vi.useRealTimers())
  store.labels.set(resultId, by(rivers))
  vi.setSystemTime(new Date('2026-06-01T00:00:00Z'))
  store.labels.set(resultId, by(seas))
  store.labels.set(resultId, by(seas, { direction: 0 }))
  expect(
    store.labels.list(resultId).map((label) => [label.direction, label.createdAt.slice(0, 10)])
  ).toEqual([
    [0, '2026-06-01'],
    [4, '2026-06-02'],
    [4, '2026-06-02']
  ])
  expect(store.labels.list(resultId).at(-1)?.label).toEqual(seas)
})

it('takes labels of concepts that the result has, and no others', () => {
  const { store, resultId } = labelled()
  const attribution = store.results.finish(null, {
    kind: 'attribution',
    keyFields: { a: 1 },
    title: 'A',
    record: attributionRecord()
  })
  const refuse = (changes: object, message: RegExp, into = resultId) =>
    expect(
      appErrorOf(() => store.labels.set(into, { ...by(rivers), ...changes } as NewLabel))
    ).toMatchObject({ code: 'request/invalid', message: expect.stringMatching(message) })
  refuse({ layer: 3 }, /layer 3 of tuned is not in the result/)
  refuse({ direction: 5 }, /direction 5, expected at most 4/)
  refuse({ direction: -1 }, /direction/)
  refuse({ direction: 0.5 }, /direction/)
  refuse({ role: 'teacher' }, /role/)
  refuse({ label: { ...rivers, level: 'vibes' } }, /level/)
  refuse({ label: { ...rivers, tasks: ['writing', 'writing'] } }, /tasks/)
  refuse({ label: { ...rivers, tasks: ['translation', 'writing'] } }, /tasks/)
  refuse({ label: { ...rivers, evidence: 'none' } }, /evidence/)
  refuse({ label: { ...rivers, description: 'x'.repeat(10_001) } }, /description/)
  refuse({ author: 7 }, /author/)
  refuse({}, /is not in the library/, 'x')
  refuse({}, /attribution, expected concepts/, attribution)
  expect(store.labels.list(resultId)).toEqual([])
})

it('takes those of a language model with the end of their job, all or none', () => {
  const { home, store, resultId, annotated } = labelled()
  addJob(store, 'a')
  store.units.commit('a', { unitId: 'u', result: { values: { n: 1 }, arrays: {} } })
  const labels = [ofModel(), ofModel({ seed: 4, label: seas })]
  for (const [bad, message] of [
    [ofModel({ direction: 5 }), /direction 5/],
    [ofModel({ seed: null }), /seed null of annotator "llm"/],
    [ofModel({ label: null }), /withdrawn/],
    [ofModel({ createdAt: 'soon' }), /createdAt/],
    [Object.assign(ofModel(), { key: 'secret' }), /key/]
  ] as const) {
    expect(() => store.labels.finish('a', annotated([...labels, bad]), 'x')).toThrowError(message)
  }
  expect(() => store.labels.finish('b', annotated(labels), 'x')).toThrowError(/job b/)
  expect(store.jobs.get('a')).toMatchObject({ state: 'queued', resultId: null, phase: '' })
  expect(store.units.ids('a')).toEqual(['u'])
  expect(store.labels.list(resultId)).toEqual([])

  store.labels.finish('a', annotated(labels), '2 labels')
  expect(store.jobs.get('a')).toMatchObject({
    ...{ state: 'done', fraction: 1, resultId, phase: '2 labels' }
  })
  expect(store.units.ids('a')).toEqual([])
  expect(store.labels.list(resultId)).toEqual(labels)
  store.close()
  expect(testStore(home).store.labels.list(resultId)).toEqual(labels)
})

it('keeps labels of people and language models side by side', () => {
  const { store, resultId, annotated } = labelled()
  addJob(store, 'a')
  store.labels.set(resultId, by(seas))
  // In another zone, and earlier than the label that is there.
  const earlier = ofModel({ createdAt: '2026-05-01T12:00:00+02:00' })
  store.labels.finish('a', annotated([earlier]), '')
  expect(store.labels.list(resultId).map(({ annotator }) => annotator)).toEqual(['llm', 'manual'])
  expect(store.labels.list(resultId)[0]?.createdAt).toBe('2026-05-01T10:00:00.000Z')
})

it('refuses labels of a result that was deleted meanwhile, and takes them once it is back', () => {
  const { store, resultId, annotated } = labelled()
  addJob(store, 'a')
  store.results.delete(resultId)
  expect(() => store.labels.finish('a', annotated([ofModel()]), '')).toThrowError(
    /is not in the library/
  )
  store.results.restore(resultId)
  store.labels.finish('a', annotated([ofModel()]), '')
  expect(store.labels.list(resultId)).toHaveLength(1)
})

it('knows an answer by what was asked, and the later one where it was asked again', () => {
  const { home, store } = testStore()
  const [key, other] = ['a'.repeat(64), 'b'.repeat(64)]
  expect(store.answers.isEmpty()).toBe(true)
  store.answers.remember(key, '{"level": "syntax"}')
  expect(store.answers.isEmpty()).toBe(false)
  expect([key, other].map((each) => store.answers.lookup(each))).toEqual([
    '{"level": "syntax"}',
    null
  ])
  store.answers.remember(key, '')
  store.close()
  expect(testStore(home).store.answers.lookup(key)).toBe('')
})

import { expect, it, onTestFinished, vi } from 'vitest'
import type { NewRating } from '../../../../main/service/store/store.ts'
import { parseRatings } from '../../../../main/service/store/records/rating-schema.ts'
import { appErrorOf } from '../../../helpers/app-error.ts'
import { behind, countRows } from './behind.ts'
import { putConcepts } from './concepts-run.ts'
import { testStore } from './open-store.ts'
import { putStudy, studyRun } from './study-run.ts'

const shape = { nCases: 3 }
const rated = (rating: number | null, changes: Partial<NewRating> = {}): NewRating => ({
  ...{ case: 1, role: 'tuned', rating },
  ...changes
})

it('keeps every rating that was ever given, and its withdrawal, oldest first', () => {
  const { home, store } = testStore()
  const resultId = putStudy(store, 'a', shape)
  expect(store.ratings.list(resultId)).toEqual([])
  const before = Date.now()
  store.ratings.add(resultId, rated(1))
  store.ratings.add(resultId, rated(3))
  store.ratings.add(resultId, rated(null))
  store.ratings.add(resultId, rated(2, { case: 0, role: 'base' }))
  const ratings = store.ratings.list(resultId)
  expect(ratings.map(({ createdAt: _, ...rating }) => rating)).toEqual([
    rated(1),
    rated(3),
    rated(null),
    rated(2, { case: 0, role: 'base' })
  ])
  for (const { createdAt } of ratings) {
    expect(Date.parse(createdAt)).toBeGreaterThanOrEqual(before)
    expect(createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  }
  store.close()
  expect(testStore(home).store.ratings.list(resultId)).toEqual(ratings)
})

it('never dates a rating before the one that it replaces, whatever the clock does', () => {
  vi.useFakeTimers({ now: new Date('2026-05-02T00:00:00Z'), toFake: ['Date'] })
  onTestFinished(() => void vi.useRealTimers())
  const { store } = testStore()
  const resultId = putStudy(store, 'a', shape)
  store.ratings.add(resultId, rated(1))
  vi.setSystemTime(new Date('2026-05-01T00:00:00Z'))
  store.ratings.add(resultId, rated(2))
  store.ratings.add(resultId, rated(1, { case: 0 }))
  expect(store.ratings.list(resultId).map(({ createdAt, rating }) => [createdAt, rating])).toEqual([
    ['2026-05-01T00:00:00.000Z', 1],
    ['2026-05-02T00:00:00.000Z', 1],
    ['2026-05-02T00:00:00.000Z', 2]
  ])
})

it('takes no rating of a response that the study does not have', () => {
  const { store } = testStore()
  const resultId = putStudy(store, 'a', { ...shape, roles: ['tuned'] })
  const message = (rating: NewRating) =>
    appErrorOf(() => store.ratings.add(resultId, rating)).message
  expect(message(rated(1, { case: 3 }))).toBe('rating 0: case 3, expected at most 2')
  expect(message(rated(1, { role: 'base' }))).toBe(
    'rating 0: is of "base", which is not in the study'
  )
  expect(message(rated(1.5))).toMatch(/rating 0: rating/)
  expect(message(rated(-2))).toMatch(/rating 0: rating/)
  expect(message(rated(101))).toMatch(/rating 0: rating/)
  expect(store.ratings.list(resultId)).toEqual([])
  const concepts = putConcepts(store, 'b')
  expect(appErrorOf(() => store.ratings.add(concepts, rated(1))).message).toMatch(/expected study/)
  expect(appErrorOf(() => store.ratings.list('x')).message).toMatch(/not in the library/)
})

it('reads ratings with their times in one form, and refuses a time that is none', () => {
  const { record } = studyRun(shape)
  const given = { ...rated(2), createdAt: '2026-05-01T12:00:00+02:00' }
  expect(parseRatings([given], record)).toEqual([
    { ...rated(2), createdAt: '2026-05-01T10:00:00.000Z' }
  ])
  for (const bad of [{ ...given, createdAt: 'soon' }, { ...given, note: 'x' }, null]) {
    expect(() => parseRatings([given, bad], record)).toThrowError(/^rating 1: /)
  }
})

it('loses ratings only with their result', () => {
  const { home, store } = testStore()
  const resultId = putStudy(store, 'a', shape)
  store.ratings.add(resultId, rated(1))
  store.results.delete(resultId)
  store.close()
  expect(countRows(home, 'ratings')).toBe(1)
  behind(home, (db) => db.prepare(`UPDATE results SET deleted_at = '2020-01-01'`).run())
  testStore(home).store.close()
  expect(countRows(home, 'ratings')).toBe(0)
})

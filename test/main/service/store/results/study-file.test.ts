import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  decodeResultFile,
  encodeResultFile,
  type ResultFile
} from '../../../../../main/service/store/results/result-file.ts'
import { resultKey } from '../../../../../main/service/store/results/result-key.ts'
import { appErrorOf } from '../../../../helpers/app-error.ts'
import { temporaryFolder } from '../../../../helpers/temporary-folder.ts'
import { behind } from '../behind.ts'
import { testStore } from '../open-store.ts'
import { putStudy, studyRun } from '../study-run.ts'

const everything = { text: '', tag: null, sort: 'newest', offset: 0, limit: 50 } as const
const name = 'a.shiftlens'
const shape = { nCases: 3, hasAblation: true }
const rating = { case: 1, role: 'tuned', rating: 2 } as const

const { record, parts, result } = studyRun(shape)
const sound: Extract<ResultFile, { readonly kind: 'study' }> = {
  resultId: resultKey(result.keyFields),
  keyFields: result.keyFields,
  title: result.title,
  note: '',
  tags: [],
  kind: 'study',
  record,
  parts: parts.map(({ part }) => part),
  ratings: [{ ...rating, createdAt: '2026-05-01T10:00:00.000Z' }]
}

it.each([shape, { nCases: 12, source: 'recorded', modes: ['own'] } as const])(
  'carries a study with parts and ratings from one library to another, byte by byte: %j',
  async (made) => {
    const { store } = testStore()
    const resultId = putStudy(store, 'a', made)
    store.ratings.add(resultId, rating)
    store.ratings.add(resultId, { ...rating, rating: null })
    store.results.annotate(resultId, { note: 'a note', tags: ['pairs'] })
    const path = join(temporaryFolder(), name)
    await store.exportResult(resultId, path)
    expect(readFileSync(path)[8]).toBe(3)

    const { store: other } = testStore()
    expect(other.importResult(path)).toBe(resultId)
    expect(other.results.open(resultId)).toEqual(store.results.open(resultId))
    for (const { partId, part } of studyRun(made).parts) {
      expect(other.results.studyPart(resultId, partId)).toEqual(part)
    }
    expect(other.ratings.list(resultId)).toEqual(store.ratings.list(resultId))
    const again = join(temporaryFolder(), name)
    await other.exportResult(resultId, again)
    expect(readFileSync(again).equals(readFileSync(path))).toBe(true)
  }
)

it('adds the ratings that an equal study lacks, once each, in the order of their times', async () => {
  const { store } = testStore()
  const resultId = putStudy(store, 'a', shape)
  store.ratings.add(resultId, rating)
  const path = join(temporaryFolder(), name)
  await store.exportResult(resultId, path)
  const { store: other } = testStore()
  putStudy(other, 'a', shape)
  other.ratings.add(resultId, { ...rating, case: 0, rating: 1 })
  other.importResult(path)
  other.importResult(path)
  expect(other.ratings.list(resultId).map((each) => [each.case, each.rating])).toEqual([
    [1, 2],
    [0, 1]
  ])
})

it('is not written when a part is damaged: a file would hide it', async () => {
  const { home, store } = testStore()
  const resultId = putStudy(store, 'a', shape)
  store.close()
  behind(home, (db) => db.prepare('DELETE FROM parts WHERE part_id = ?').run('case/tuned/1'))
  const reopened = testStore(home).store
  await expect(reopened.exportResult(resultId, join(temporaryFolder(), name))).rejects.toThrowError(
    /cannot be exported: part case\/tuned\/1: it is missing/
  )
})

it('is read as it was written', () => {
  expect(decodeResultFile(encodeResultFile(sound), name)).toEqual(sound)
})

describe('the file of a study is refused, with a hash that fits, for', () => {
  const [first, ...rest] = sound.parts
  const cases: Readonly<Record<string, readonly [changes: object, message: RegExp]>> = {
    'settings that are not those of the id': [{ keyFields: { a: 1 } }, /was changed: its id/],
    'a field that is unknown': [{ extra: 1 }, /extra/],
    'a missing part': [{ parts: rest }, /holds 5 parts, expected 6/],
    'parts out of order': [
      { parts: [...rest, first] },
      /study part case\/base\/0: is of base, case 1/
    ],
    'a part of another size': [
      { parts: [{ ...first, maps: [] }, ...rest].reverse() },
      /study part case\/base\/0: is of tuned/
    ],
    'layers instead of parts': [{ layers: [], parts: undefined }, /parts|layers/],
    'a rating of no case': [
      { ratings: [{ ...sound.ratings[0]!, case: 3 }] },
      /rating 0: case 3, expected at most 2/
    ],
    'a partial study': [{ record: { ...record, isPartial: true } }, /holds a partial result/],
    'a record that does not fit': [{ record: { ...record, sides: [] } }, /study: sides/]
  }
  for (const [about, [changes, message]] of Object.entries(cases)) {
    it(about, () => {
      const { store } = testStore()
      const path = join(temporaryFolder(), name)
      const bytes = encodeResultFile({ ...sound, ...changes } as ResultFile)
      bytes.set(createHash('sha256').update(bytes.subarray(48)).digest(), 16)
      writeFileSync(path, bytes)
      expect(appErrorOf(() => store.importResult(path))).toMatchObject({
        ...{ code: 'request/invalid', file: name },
        message: expect.stringMatching(message)
      })
      expect(store.results.list(everything).nMatching).toBe(0)
    })
  }
  it('bytes of an older version', () => {
    const bytes = encodeResultFile(sound)
    bytes[8] = 2
    expect(() => decodeResultFile(bytes, name)).toThrowError(/cannot be read/)
  })
})

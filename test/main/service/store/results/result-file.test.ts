import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../../../main/errors.ts'
import {
  decodeResultFile,
  encodeResultFile,
  type ResultFile
} from '../../../../../main/service/store/results/result-file.ts'
import { resultKey } from '../../../../../main/service/store/results/result-key.ts'
import { attributionRecord } from '../../../../helpers/attribution-record.ts'
import { temporaryFolder } from '../../../../helpers/temporary-folder.ts'
import { testStore } from '../open-store.ts'

const everything = { text: '', tag: null, sort: 'newest', offset: 0, limit: 50 } as const
const keyFields = { prompt: 'x', nested: { 'a/b': [1, null] } }

const sound: Extract<ResultFile, { kind: 'attribution' }> = {
  kind: 'attribution',
  resultId: resultKey(keyFields),
  keyFields,
  title: 'Sky',
  note: 'a note',
  tags: ['one', 'two'],
  record: attributionRecord({ nPrompt: 5, nResponse: 7 })
}

/** The file of changed content, with a hash that fits. */
const fileOf = (changes: object): Uint8Array => encodeResultFile({ ...sound, ...changes })

it('carries a whole result from one library to another', async () => {
  const { store } = testStore()
  const path = join(temporaryFolder(), 'sky.shiftlens')
  const resultId = store.results.finish(null, sound)
  store.results.annotate(resultId, sound)
  await store.exportResult(resultId, path)

  const other = testStore().store
  expect(other.importResult(path)).toBe(resultId)
  const opened = other.results.open(resultId)
  expect(opened.record).toEqual(sound.record)
  expect(opened.row).toMatchObject({ title: 'Sky', note: 'a note', tags: ['one', 'two'] })
  expect(opened.row).toEqual(store.results.open(resultId).row)
  expect(other.results.find(keyFields)).toBe(resultId)
  expect(other.results.list({ ...everything, text: 'two' }).nMatching).toBe(1)
  // Again: nothing new, and what was written on it stays.
  other.results.rename(resultId, 'Mine')
  expect(other.importResult(path)).toBe(resultId)
  expect(other.results.list(everything).rows.map(({ title }) => title)).toEqual(['Mine'])
})

it('exports the same bytes each time', () => {
  expect(encodeResultFile(sound)).toEqual(encodeResultFile(structuredClone(sound)))
})

it('refuses any file that has one byte changed, cut off or added', () => {
  const bytes = fileOf({})
  const refused = (changed: Uint8Array) =>
    expect(() => decodeResultFile(changed, 'a.shiftlens')).toThrowError(
      expect.objectContaining({ code: 'request/invalid', file: 'a.shiftlens' })
    )
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, difference) => {
      const changed = bytes.slice()
      changed[at]! ^= difference
      refused(changed)
      refused(bytes.slice(0, at))
    }),
    { numRuns: 300 }
  )
  refused(Buffer.concat([bytes, Buffer.alloc(8)]))
})

describe('refuses, with a hash that fits,', () => {
  const [base] = sound.record.sides
  const record = (changes: object) => ({ record: { ...sound.record, ...changes } })
  const side = (changes: object) => record({ sides: [{ ...base!, ...changes }] })
  const cases: Readonly<Record<string, readonly [object, RegExp]>> = {
    'settings that are not those of the id': [
      { keyFields: { prompt: 'y' } },
      /was changed: its id/
    ],
    'an id that is none': [{ resultId: '../../etc' }, /resultId/],
    'an array among the settings': [{ keyFields: { a: Float32Array.of(1) } }, /keyFields/],
    'a field that is unknown': [{ extra: 1 }, /extra/],
    'no record': [{ record: null }, /cannot be read|attribution/],
    'a matrix of another size': [side({ importance: new Float32Array(34) }), /importance has 34/],
    'a matrix of another type': [side({ importance: new Float64Array(35) }), /importance/],
    'a matrix as a list': [side({ importance: Array(35).fill(0) }), /importance/],
    'infinite importance': [
      side({ importance: new Float32Array(35).fill(Infinity) }),
      /importance is Infinity/
    ],
    'positions outside the tokens': [side({ responsePositions: [5, 1e9] }), /response positions/],
    'positions that are no counts': [side({ promptPositions: [-1, 5] }), /promptPositions/],
    'a response inside the prompt': [side({ responsePositions: [4, 11] }), /response positions/],
    'a time that is none': [record({ createdAt: 'soon' }), /createdAt/],
    'a partial result': [record({ isPartial: true }), /partial/],
    'an endless title': [{ title: 'x'.repeat(10_001) }, /title/]
  }
  for (const [name, [changes, message]] of Object.entries(cases)) {
    it(name, () => {
      expect(() => decodeResultFile(fileOf(changes), 'a.shiftlens')).toThrowError(
        expect.objectContaining({
          code: 'request/invalid',
          file: 'a.shiftlens',
          message: expect.stringMatching(message)
        })
      )
    })
  }
})

it('refuses too many tags without storing anything', () => {
  const { store } = testStore()
  const path = join(temporaryFolder(), 'a.shiftlens')
  writeFileSync(path, fileOf({ tags: Array.from({ length: 101 }, (_, i) => `t${i}`) }))
  expect(() => store.importResult(path)).toThrowError(/101 tags/)
  expect(store.results.list(everything)).toMatchObject({ nMatching: 0, tags: [] })
})

it('names a file of a later version', () => {
  const bytes = fileOf({})
  bytes[8] = 4
  expect(() => decodeResultFile(bytes, 'a.shiftlens')).toThrowError(/version 4, expected 1 to 3/)
})

it('reads or refuses whatever content carries a hash that fits', () => {
  const bytes = fileOf({})
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 48, max: bytes.length - 1 }), fc.nat(255)), {
        minLength: 1,
        maxLength: 3
      }),
      (changes) => {
        const changed = bytes.slice()
        for (const [at, to] of changes) changed[at] = to
        changed.set(createHash('sha256').update(changed.subarray(48)).digest(), 16)
        try {
          decodeResultFile(changed, 'a.shiftlens')
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(AppError)
        }
      }
    ),
    { numRuns: 500 }
  )
})

it('refuses what is no such file, in plain words', () => {
  const { store } = testStore()
  const folder = temporaryFolder()
  const refuse = (name: string, message: RegExp) =>
    expect(() => store.importResult(join(folder, name))).toThrowError(
      expect.objectContaining({ code: 'request/invalid', message: expect.stringMatching(message) })
    )
  refuse('missing.shiftlens', /cannot be opened/)
  mkdirSync(join(folder, 'folder.shiftlens'))
  refuse('folder.shiftlens', /is not a file/)
  writeFileSync(join(folder, 'empty.shiftlens'), '')
  refuse('empty.shiftlens', /does not begin as one/)
  writeFileSync(join(folder, 'noise.shiftlens'), randomBytes(500))
  refuse('noise.shiftlens', /does not begin as one/)
})

it('leaves no file where the result cannot be verified or the folder is missing', async () => {
  const { home, store } = testStore()
  const folder = temporaryFolder()
  const resultId = store.results.finish(null, {
    ...sound,
    record: attributionRecord({ nPrompt: 200, nResponse: 300 })
  })
  await expect(
    store.exportResult(resultId, join(folder, 'no', 'a.shiftlens'))
  ).rejects.toThrowError(expect.objectContaining({ code: 'request/invalid' }))
  rmSync(join(home, 'blobs'), { recursive: true })
  await expect(store.exportResult(resultId, join(folder, 'a.shiftlens'))).rejects.toThrowError(
    expect.objectContaining({ code: 'store/unavailable' })
  )
  expect(readdirSync(folder)).toEqual([])
})

it('begins as its comment says', () => {
  const bytes = fileOf({})
  const path = join(temporaryFolder(), 'a.shiftlens')
  writeFileSync(path, bytes)
  expect(readFileSync(path).subarray(0, 16).toString('latin1')).toBe(
    'SHLENS\r\n\u0001\0\0\0\0\0\0\0'
  )
})

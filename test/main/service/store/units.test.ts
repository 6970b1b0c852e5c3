import { readdirSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { FinishedUnit } from '../../../../main/worker/contract.ts'
import { attributionRecord } from '../../../helpers/attribution-record.ts'
import { addJob, testStore } from './open-store.ts'

/** Does not compress, so above 25,000 entries it lies in a file. */
const unit = (unitId: string, seed: number, length = 8): FinishedUnit => ({
  unitId,
  result: {
    values: { seed },
    arrays: { x: Float32Array.from({ length }, (_, i) => Math.sin(seed + i * i)) }
  }
})
const large = (unitId: string, seed: number) => unit(unitId, seed, 60_000)

const files = (home: string) =>
  readdirSync(join(home, 'blobs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

it('takes the same unit again without a change, and refuses another result of it', () => {
  const { store } = testStore()
  addJob(store, 'a')
  store.units.commit('a', unit('u', 1))
  store.units.commit('a', structuredClone(unit('u', 1)))
  expect(store.jobs.get('a')?.unitsDone).toBe(1)
  expect(() => store.units.commit('a', unit('u', 2))).toThrowError(
    expect.objectContaining({
      code: 'internal',
      message: expect.stringContaining('unit u of job a')
    })
  )
  expect(store.units.list('a')).toEqual([unit('u', 1)])
})

it('refuses a unit of a job that is not there, and one that JSON cannot hold', () => {
  const { store } = testStore()
  expect(() => store.units.commit('a', unit('u', 1))).toThrowError(
    expect.objectContaining({ code: 'request/invalid' })
  )
  addJob(store, 'a')
  expect(() =>
    store.units.commit('a', { unitId: 'u', result: { values: { x: Number.NaN }, arrays: {} } })
  ).toThrowError(/NaN/)
  expect(store.units.list('a')).toEqual([])
})

it('keeps the units of two jobs apart, equal ones stored once', () => {
  const { home, store } = testStore()
  addJob(store, 'a')
  addJob(store, 'b')
  store.units.commit('a', large('u', 1))
  store.units.commit('b', large('u', 1))
  expect(files(home)).toHaveLength(1)
  store.jobs.discard('a')
  expect(store.jobs.get('a')).toBeNull()
  expect(store.units.list('b')).toEqual([large('u', 1)])
  store.jobs.discard('b')
  expect(files(home)).toEqual([])
})

it('drops a damaged unit and all after it, says so, and takes them again', () => {
  const { home, store, problems } = testStore()
  addJob(store, 'a')
  store.units.commit('a', unit('u1', 1))
  store.units.commit('a', large('u2', 2))
  store.units.commit('a', unit('u3', 3))
  truncateSync(files(home)[0]!, 100)
  expect(store.units.list('a')).toEqual([unit('u1', 1)])
  expect(problems).toEqual([expect.stringMatching(/^unit u2 of job a: its file has 100 bytes/)])
  expect(store.jobs.get('a')?.unitsDone).toBe(1)
  expect(store.units.list('a')).toEqual([unit('u1', 1)])
  expect(problems).toHaveLength(1)
  store.units.commit('a', large('u2', 2))
  store.units.commit('a', unit('u3', 3))
  expect(store.units.list('a')).toEqual([unit('u1', 1), large('u2', 2), unit('u3', 3)])
})

it('keeps the units when the result cannot be stored', () => {
  const { store } = testStore()
  addJob(store, 'a')
  store.units.commit('a', large('u', 1))
  const record = attributionRecord()
  expect(() =>
    store.results.finish('missing', { kind: 'attribution', keyFields: { a: 1 }, title: '', record })
  ).toThrowError(/job missing/)
  expect(store.results.find({ a: 1 })).toBeNull()
  expect(store.units.list('a')).toEqual([large('u', 1)])
})

it('is the same as a plain list, whatever is committed, restarted and discarded', () => {
  const { home, store: first } = testStore()
  let store = first
  const command = fc.oneof(
    { weight: 6, arbitrary: fc.record({ job: fc.nat(2), unit: fc.nat(5), seed: fc.nat(2) }) },
    { weight: 1, arbitrary: fc.record({ discard: fc.nat(2) }) },
    { weight: 1, arbitrary: fc.constant('restart' as const) }
  )
  fc.assert(
    fc.property(fc.array(command, { maxLength: 25 }), (commands) => {
      const model = new Map<string, FinishedUnit[]>()
      for (const jobId of ['0', '1', '2']) {
        store.jobs.discard(jobId)
        addJob(store, jobId)
        model.set(jobId, [])
      }
      for (const each of commands) {
        if (each === 'restart') {
          store.close()
          store = testStore(home).store
        } else if ('discard' in each) {
          store.jobs.discard(String(each.discard))
          addJob(store, String(each.discard))
          model.set(String(each.discard), [])
        } else {
          const given = unit(`u${each.unit}`, each.seed)
          const list = model.get(String(each.job))!
          const earlier = list.find(({ unitId }) => unitId === given.unitId)
          const commit = () => store.units.commit(String(each.job), given)
          if (earlier !== undefined && earlier.result.values['seed'] !== each.seed) {
            expect(commit).toThrowError(/expected the earlier/)
          } else {
            commit()
            if (earlier === undefined) list.push(given)
          }
        }
      }
      for (const [jobId, list] of model) {
        expect(store.units.list(jobId)).toEqual(list)
        expect(store.jobs.get(jobId)?.unitsDone).toBe(list.length)
      }
    }),
    { numRuns: 30 }
  )
})

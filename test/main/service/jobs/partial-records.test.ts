import { expect, it } from 'vitest'
import { AppError } from '../../../../main/errors.ts'
import { memoryStore } from '../../../../main/service/jobs/memory-store.ts'
import { PartialRecords } from '../../../../main/service/jobs/partial-records.ts'
import type { AnyRecord } from '../../../../preload/data.ts'
import { failureOf } from '../../../helpers/failure.ts'
import { fakeSpec } from '../../../helpers/fake-job.ts'
import { attributionRecord } from '../../../helpers/attribution-record.ts'

const record: AnyRecord = { kind: 'attribution', record: attributionRecord() }
const spec = fakeSpec({ seed: 1, nUnits: 3 })

/** A desk that says how many units it was given each time; `answers` are taken in order, then the record. */
function setUp(answers: (() => Promise<AnyRecord | null>)[] = []) {
  const asked: number[] = []
  const store = memoryStore()
  const partials = new PartialRecords({
    ask: ((_: 'job/partial', request: { readonly done: readonly unknown[] }) => {
      asked.push(request.done.length)
      return answers.shift()?.() ?? Promise.resolve(record)
      // The only call that is made.
    }) as never
  })
  const job = (jobId: string) => {
    if (store.jobs.get(jobId) === null) store.jobs.insert({ jobId, spec, title: jobId })
    return { jobId, row: store.jobs.get(jobId)!, store }
  }
  const commit = (jobId: string, unitId: string) =>
    store.units.commit(jobId, { unitId, result: { values: {}, arrays: {} } })
  return { partials, asked, job, commit }
}

it('is worked out once for the same units, however often it is asked for', async () => {
  const { partials, asked, job, commit } = setUp()
  commit('a', 'row/0')
  const both = await Promise.all([partials.of(job('a')), partials.of(job('a'))])
  expect(both).toEqual([record, record])
  expect(await partials.of(job('a'))).toBe(record)
  expect(asked).toEqual([1])
})

it('is worked out again when there are more units, and for another job', async () => {
  const { partials, asked, job, commit } = setUp([async () => null])
  expect(await partials.of(job('a'))).toBeNull()
  commit('a', 'row/0')
  expect(await partials.of(job('a'))).toBe(record)
  commit('a', 'row/1')
  await partials.of(job('a'))
  commit('b', 'row/0')
  await partials.of(job('b'))
  await partials.of(job('a'))
  expect(asked).toEqual([0, 1, 2, 1, 2])
})

it('is asked for again after a failure', async () => {
  const failing = () => Promise.reject(new AppError('engine/stopped', 'the worker crashed'))
  const { partials, asked, job } = setUp([failing])
  expect(await failureOf(() => partials.of(job('a')))).toMatchObject({ code: 'engine/stopped' })
  expect(await partials.of(job('a'))).toBe(record)
  expect(asked).toEqual([0, 0])
})

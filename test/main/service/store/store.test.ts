import { expect, it } from 'vitest'
import { openStore } from '../../../../main/service/store/store.ts'
import { attributionRecord } from '../../../helpers/attribution-record.ts'
import { addJob, spec, testStore } from './open-store.ts'

const everything = { text: '', tag: null, sort: 'newest', offset: 0, limit: 50 } as const

it('stores a finished result, marks its job done and deletes its units', () => {
  const { store, home } = testStore()
  const record = attributionRecord()
  addJob(store, 'a')
  store.units.commit('a', { unitId: 'u1', result: { values: { n: 1 }, arrays: {} } })
  const resultId = store.results.finish('a', {
    kind: 'attribution',
    keyFields: { prompt: record.prompt, target: record.target },
    title: 'Sky',
    record
  })
  expect(store.jobs.get('a')).toMatchObject({ state: 'done', fraction: 1, resultId })
  expect(store.units.list('a')).toEqual([])
  store.close()

  const again = testStore(home).store
  const opened = again.results.open(resultId)
  expect(opened.record).toEqual(record)
  expect(opened.problems).toEqual([])
  expect(opened.row).toMatchObject({ title: 'Sky', baseName: 'base-model', prompt: record.prompt })
  expect(again.results.list(everything).rows).toEqual([opened.row])
})

it('gives units back in the order of their commit with the same bytes', () => {
  const { store, home } = testStore()
  addJob(store, 'a')
  const units = ['z', 'a', 'm'].map((unitId, i) => ({
    unitId,
    result: {
      values: { i, list: [1, 'two', null, true], nested: { x: 0.1 + 0.2 } },
      arrays: {
        gradients: Float32Array.from([i, -0, 1e-30, Math.PI]),
        sums: Float64Array.of(i / 3),
        ids: Int32Array.of(-1, 2 ** 31 - 1),
        flags: Uint8Array.of(1, 0, 255)
      }
    }
  }))
  for (const unit of units) store.units.commit('a', unit)
  expect(store.jobs.get('a')?.unitsDone).toBe(3)
  store.close()
  expect(testStore(home).store.units.list('a')).toEqual(units)
})

it('reads beside the process that owns the store, and changes nothing', () => {
  const { store, home } = testStore()
  addJob(store, 'a')
  const reader = openStore(home, { readOnly: true })
  expect(reader.jobs.get('a')?.spec).toEqual(spec)
  expect(() => addJob(reader, 'b')).toThrowError(
    expect.objectContaining({ code: 'store/unavailable' })
  )
  reader.close()
  addJob(store, 'b')
  expect(store.jobs.list().map(({ jobId }) => jobId)).toEqual(['b', 'a'])
})

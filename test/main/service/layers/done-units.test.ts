import { expect, it } from 'vitest'
import type { LiveJob } from '../../../../main/service/jobs/live-job.ts'
import { DoneUnits } from '../../../../main/service/layers/done-units.ts'
import type { Store } from '../../../../main/service/store/store.ts'
import { fakeHeadsRequest } from '../../../helpers/fake-job.ts'
import { layeredRun } from '../store/layered-run.ts'
import { testStore } from '../store/open-store.ts'

const { units } = layeredRun('heads')

/** Jobs of heads whose units are counted as they are read. */
function counted() {
  const { store } = testStore()
  const reads: string[] = []
  const counting: Store = {
    ...store,
    units: {
      ...store.units,
      get(jobId, unitId) {
        reads.push(`${jobId} ${unitId}`)
        return store.units.get(jobId, unitId)
      }
    }
  }
  const spec = { kind: 'heads', request: fakeHeadsRequest({ seed: 1, nUnits: 3 }) } as const
  const jobOf = (jobId: string): Pick<LiveJob, 'jobId' | 'row' | 'store'> => {
    store.jobs.insert({ jobId, spec, title: jobId })
    return { jobId, row: store.jobs.get(jobId)!, store: counting }
  }
  return { store, reads, jobOf }
}

it('reads each unit of a job once, without what its record does not need', () => {
  const { store, reads, jobOf } = counted()
  const job = jobOf('a')
  const done = new DoneUnits()
  expect(done.of(job)).toEqual([])
  store.units.commit('a', units[0]!)
  store.units.commit('a', units[1]!)
  const first = done.of(job)
  expect(first.map(({ unitId }) => unitId)).toEqual(['layer/0', 'layer/1'])
  expect(first[0]!.result.values).toEqual(units[0]!.result.values)
  expect(first[0]!.result.arrays['sides/0/heads/1/relations/first']).toEqual(
    units[0]!.result.arrays['sides/0/heads/1/relations/first']
  )
  expect(first[0]!.result.arrays).not.toHaveProperty(['sides/0/heads/1/pairQuery'])
  store.units.commit('a', units[2]!)
  expect(done.of(job)).toEqual([...first, expect.objectContaining({ unitId: 'layer/2' })])
  expect(done.of(job)).toHaveLength(3)
  expect(reads).toEqual(['a layer/0', 'a layer/1', 'a layer/2'])
})

it('does not mix up two jobs, and forgets what a job no longer has', () => {
  const { store, reads, jobOf } = counted()
  const [a, b] = [jobOf('a'), jobOf('b')]
  const done = new DoneUnits()
  store.units.commit('a', units[0]!)
  store.units.commit('b', units[1]!)
  expect(done.of(a).map(({ unitId }) => unitId)).toEqual(['layer/0'])
  expect(done.of(b).map(({ unitId }) => unitId)).toEqual(['layer/1'])
  store.jobs.discard('b')
  expect(done.of(b)).toEqual([])
  expect(done.of(a)).toHaveLength(1)
  expect(reads).toEqual(['a layer/0', 'b layer/1', 'a layer/0'])
})

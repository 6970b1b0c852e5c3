import { expect, it } from 'vitest'
import { addJob, spec, testStore } from './open-store.ts'

it('keeps a new job as queued, newest first, across a restart', () => {
  const { home, store } = testStore()
  addJob(store, 'a')
  addJob(store, 'b')
  store.close()
  const again = testStore(home).store
  expect(again.jobs.list().map(({ jobId }) => jobId)).toEqual(['b', 'a'])
  expect(again.jobs.get('a')).toEqual({
    jobId: 'a',
    spec,
    title: 'Job a',
    state: 'queued',
    phase: '',
    unitsDone: 0,
    unitsTotal: 0,
    fraction: 0,
    elapsedMs: 0,
    error: null,
    resultId: null,
    createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    crashes: 0,
    ownerPid: null,
    ownerStarted: null
  })
  expect(again.jobs.get('c')).toBeNull()
})

it('changes the fields that are given, to null as well, and no other', () => {
  const { store } = testStore()
  addJob(store, 'a')
  addJob(store, 'b')
  const untouched = store.jobs.get('b')
  const changes = {
    state: 'failed',
    phase: 'tuned: attributing',
    unitsDone: 3,
    unitsTotal: 9,
    fraction: 0.25,
    elapsedMs: 1234.5,
    error: { code: 'engine/run-failed', message: 'no', hint: 'try' },
    resultId: 'r',
    crashes: 2,
    ownerPid: 77,
    ownerStarted: 'then'
  } as const
  store.jobs.update('a', changes)
  expect(store.jobs.get('a')).toMatchObject(changes)
  store.jobs.update('a', { error: null, ownerPid: null })
  expect(store.jobs.get('a')).toMatchObject({ ...changes, error: null, ownerPid: null })
  store.jobs.update('a', {})
  expect(store.jobs.get('b')).toEqual(untouched)
  expect(() => store.jobs.update('c', { phase: 'x' })).toThrowError(
    expect.objectContaining({ code: 'request/invalid', message: 'job c is not in the library' })
  )
})

it('interrupts the jobs whose owner is gone, and no other', () => {
  const { store } = testStore()
  const rows = [
    ['alive', 'running', 1, 'x'],
    ['dead', 'running', 2, 'x'],
    ['reused', 'cancelling', 1, 'earlier'],
    ['nobody', 'running', null, null],
    ['paused', 'paused', 2, 'x'],
    ['done', 'done', 2, 'x']
  ] as const
  for (const [jobId, state, ownerPid, ownerStarted] of rows) {
    addJob(store, jobId)
    store.jobs.update(jobId, { state, ownerPid, ownerStarted })
  }
  const ids = store.jobs.interruptDead((pid, started) => pid === 1 && started === 'x')
  expect([...ids].sort()).toEqual(['dead', 'nobody', 'reused'])
  expect(Object.fromEntries(store.jobs.list().map(({ jobId, state }) => [jobId, state]))).toEqual({
    alive: 'running',
    dead: 'interrupted',
    reused: 'interrupted',
    nobody: 'interrupted',
    paused: 'paused',
    done: 'done'
  })
  expect(store.jobs.get('dead')?.ownerPid).toBeNull()
})

it('remembers fingerprints by identity', () => {
  const { home, store } = testStore()
  expect(store.fingerprints.lookup('a')).toBeNull()
  store.fingerprints.remember('a', '1')
  store.fingerprints.remember('a', '2')
  store.close()
  const again = testStore(home).store
  expect(again.fingerprints.lookup('a')).toBe('2')
  expect(again.freeBytes()).toBeGreaterThan(1_000_000)
})

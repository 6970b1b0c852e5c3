import { expect, it } from 'vitest'
import { AppError } from '../../../main/errors.ts'
import type { JobSpec, WorkerEvents, WorkerNeeds } from '../../../main/worker/contract.ts'
import type { FinishedUnit } from '../../../main/worker/contract.ts'
import type { Job } from '../../../main/worker/job.ts'
import { MemoryGuard } from '../../../main/worker/memory-guard.ts'
import { runJob } from '../../../main/worker/runner.ts'
import { client, serve } from '../../../main/processes/rpc.ts'
import type { Emit } from '../../../main/processes/rpc.ts'
import { channelPair } from '../../helpers/channel-pair.ts'
import { failureOf } from '../../helpers/failure.ts'
import { createFakeJob, fakeSpec } from '../../helpers/fake-job.ts'
import { idleNeeds } from '../../helpers/idle-needs.ts'

interface Told {
  readonly name: string
  readonly payload: unknown
}

function tools(overrides: { knownId?: string; failCommitOf?: string; stopAfter?: string } = {}) {
  const [worker, service] = channelPair()
  const stop = new AbortController()
  const committed: FinishedUnit[] = []
  const told: Told[] = []
  serve<WorkerNeeds>(service, {
    ...idleNeeds,
    'unit/commit': ({ unit }) => {
      if (unit.unitId === overrides.failCommitOf) throw new AppError('store/full', 'disk full')
      committed.push(unit)
      if (unit.unitId === overrides.stopAfter) stop.abort()
      return null
    },
    'result/find': () => overrides.knownId ?? null
  })
  const emit: Emit<WorkerEvents> = (name, payload) => void told.push({ name, payload })
  const guard = new MemoryGuard(() => ({ residentBytes: 1, availableBytes: 9 }))
  const needs = client<WorkerNeeds>(worker)
  return { needs, emit, signal: stop.signal, guard, committed, told, stop }
}

const spec: JobSpec = fakeSpec({ seed: 3, nUnits: 5 })
const job = (): Promise<Job> => createFakeJob(spec)

it('commits each unit before the next one starts and finishes with the result', async () => {
  const t = tools()
  const end = await runJob(await job(), 'j', [], t)
  expect(end.state).toBe('done')
  expect(t.committed.map(({ unitId }) => unitId)).toEqual([0, 1, 2, 3, 4].map((i) => `row/${i}`))
  const started = t.told.filter(({ name }) => name === 'unit/started')
  expect(started).toHaveLength(5)
})

it('gives the same result from any number of units that are done', async () => {
  const whole = tools()
  const expected = await runJob(await job(), 'j', [], whole)
  for (let nDone = 0; nDone <= 5; nDone++) {
    const t = tools()
    const end = await runJob(await job(), 'j', whole.committed.slice(0, nDone), t)
    expect(end).toEqual(expected)
    expect(t.committed).toHaveLength(5 - nDone)
  }
})

it('stops after the unit that is running', async () => {
  const t = tools({ stopAfter: 'row/1' })
  expect(await runJob(await job(), 'j', [], t)).toEqual({ state: 'stopped' })
  expect(t.committed).toHaveLength(2)
})

it('a unit that gives up half-way when asked is a stop, any other error is not', async () => {
  const stopping = tools()
  const slow = await createFakeJob(fakeSpec({ seed: 1, nUnits: 2, unitMs: 60_000 }))
  const end = runJob(slow, 'j', [], stopping)
  setTimeout(() => stopping.stop.abort(), 20)
  expect(await end).toEqual({ state: 'stopped' })

  const failing = tools({ stopAfter: 'row/0' })
  const broken = await job()
  const run: Job['run'] = async (unit, done, context) => {
    if (done.size === 0) failing.stop.abort()
    if (failing.signal.aborted) throw new AppError('engine/run-failed', 'broken')
    return broken.run(unit, done, context)
  }
  const error = await failureOf(() => runJob({ ...broken, run }, 'j', [], failing))
  expect(error.code).toBe('engine/run-failed')
})

it('ends with the error of a commit that failed, and starts no further unit', async () => {
  const t = tools({ failCommitOf: 'row/2' })
  const error = await failureOf(async () => runJob(await job(), 'j', [], t))
  expect(error.code).toBe('store/full')
  expect(t.told.filter(({ name }) => name === 'unit/started')).toHaveLength(3)
})

it('asks for an equal result once its key is known, and computes no more where there is one', async () => {
  const t = tools({ knownId: 'old' })
  expect(await runJob(await job(), 'j', [], t)).toEqual({ state: 'known', resultId: 'old' })
  // The fake job knows its key after two units.
  expect(t.committed).toHaveLength(2)
})

it('tells progress that only grows, up to 1', async () => {
  const t = tools()
  await runJob(await job(), 'j', [], t)
  const fractions = t.told
    .filter(({ name }) => name === 'unit/progress')
    .map(({ payload }) => (payload as WorkerEvents['unit/progress']).fraction)
  expect(fractions).toEqual([...fractions].sort((a, b) => a - b))
  expect(fractions.at(-1)).toBe(1)
})

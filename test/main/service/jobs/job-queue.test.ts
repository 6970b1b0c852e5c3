import { setImmediate as nextTurn } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JobState, JobStatus } from '../../../../preload/data.ts'
import { AppError } from '../../../../main/errors.ts'
import { JobQueue } from '../../../../main/service/jobs/job-queue.ts'
import type { JobChanges, JobStore } from '../../../../main/service/jobs/job-store.ts'
import { memoryStore } from '../../../../main/service/jobs/memory-store.ts'
import { attributionRecord } from '../../../helpers/attribution-record.ts'
import { appErrorOf } from '../../../helpers/app-error.ts'
import { fakeAnnotationRequest, fakeSpec } from '../../../helpers/fake-job.ts'
import { PuppetWorker } from '../../../helpers/puppet-worker.ts'

const spec = fakeSpec({ seed: 1, nUnits: 3 })
const result = {
  kind: 'attribution',
  keyFields: {},
  title: 'fake',
  record: attributionRecord()
} as const

function queueOver(store: JobStore, killAfterMs = 3_500) {
  const worker = new PuppetWorker()
  const heard: JobStatus[] = []
  const queue = new JobQueue({
    launch: worker.launch,
    storeOf: () => store,
    emit: (name, payload) => {
      if (name === 'job/changed') heard.push(payload as JobStatus)
    },
    owner: { pid: 1, started: 'now' },
    killAfterMs
  })
  return { queue, worker, heard }
}

async function settled(): Promise<void> {
  for (let i = 0; i < 4; i++) await nextTurn()
}

/** The rules of a job's life, written a second time and independently of the table. */
class Model {
  readonly states = new Map<string, JobState>()
  waiting: string[] = []
  wantsPause = false
  nCrashes = 0

  get running(): string | undefined {
    return [...this.states].find(([, state]) => state === 'running' || state === 'cancelling')?.[0]
  }

  advance(): void {
    const next = this.running === undefined ? this.waiting.shift() : undefined
    if (next === undefined) return
    this.states.set(next, 'running')
    this.wantsPause = false
    this.nCrashes = 0
  }

  /** The run that is under way ends; `otherwise` unless the user has cancelled it. */
  end(otherwise: JobState): void {
    const id = this.running
    if (id === undefined) return
    this.states.set(id, this.states.get(id) === 'cancelling' ? 'cancelled' : otherwise)
    this.advance()
  }

  /** False where the user's wish must be refused. */
  wish(wish: 'pause' | 'resume' | 'cancel' | 'discard', id: string): boolean {
    const state = this.states.get(id)
    const isRunning = state === 'running' || state === 'cancelling'
    const dequeue = (): void => {
      this.waiting = this.waiting.filter((other) => other !== id)
    }
    switch (wish) {
      case 'pause':
        if (state === 'running') this.wantsPause = true
        else if (state !== 'queued' && state !== 'paused') return false
        else this.states.set(id, 'paused')
        dequeue()
        return true
      case 'resume':
        if (state === undefined || isRunning || state === 'queued' || state === 'done') return false
        this.states.set(id, 'queued')
        this.waiting.push(id)
        this.advance()
        return true
      case 'cancel':
        if (state === undefined || state === 'done' || state === 'failed') return false
        this.states.set(id, isRunning ? 'cancelling' : 'cancelled')
        if (isRunning) this.wantsPause = false
        dequeue()
        return true
      case 'discard':
        if (state === undefined || isRunning) return false
        this.states.delete(id)
        dequeue()
        return true
    }
  }
}

const wishes = ['pause', 'resume', 'cancel', 'discard'] as const
const fates = ['finish', 'stop', 'fail', 'full', 'die'] as const

const action = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ kind: 'start' } as const) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('wish' as const),
      wish: fc.constantFrom(...wishes),
      index: fc.nat(5)
    })
  },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('fate' as const), fate: fc.constantFrom(...fates) })
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' } as const) }
)

it('follows the rules through 10,000 transitions of any order', async () => {
  let nTransitions = 0
  const seen = new Set<string>()

  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 100, maxLength: 150 }), async (actions) => {
      const store = memoryStore()
      const model = new Model()
      let { queue, worker } = queueOver(store)
      const compare = (): void => {
        const rows = queue.list()
        expect(Object.fromEntries(rows.map((row) => [row.jobId, row.state]))).toEqual(
          Object.fromEntries(model.states)
        )
        for (const { jobId, state } of rows) expect(store.jobs.get(jobId)?.state).toBe(state)
        expect(worker.running?.jobId).toBe(model.running)
      }

      for (const step of actions) {
        const before = new Map(model.states)
        if (step.kind === 'start') {
          if (model.states.size >= 6) continue
          const { jobId } = queue.start(spec)
          model.states.set(jobId, 'queued')
          model.waiting.push(jobId)
          model.advance()
        } else if (step.kind === 'wish') {
          const id = [...model.states.keys()][step.index] ?? 'none'
          const act = (): void => queue[step.wish](id)
          if (model.wish(step.wish, id)) act()
          else expect(appErrorOf(act).code).toBe('request/invalid')
        } else if (step.kind === 'restart') {
          queue.close()
          await settled()
          ;({ queue, worker } = queueOver(store))
          queue.adopt(store.jobs.list(), store)
          for (const [id, state] of model.states) {
            if (state === 'cancelling') model.states.set(id, 'cancelled')
            if (state === 'queued' || state === 'running') model.states.set(id, 'interrupted')
          }
          model.waiting = []
        } else if (worker.running !== null) {
          applyFate(step.fate, worker, model)
        }
        await settled()
        compare()
        for (const [id, state] of model.states) {
          const old = before.get(id) ?? 'none'
          if (old === state) continue
          nTransitions++
          seen.add(`${old} > ${state}`)
        }
      }
      queue.close()
    }),
    { numRuns: 250, seed: 17 }
  )
  expect(nTransitions).toBeGreaterThan(10_000)
  for (const rare of ['running > interrupted', 'failed > running', 'cancelling > cancelled']) {
    expect(seen).toContain(rare)
  }
}, 120_000)

function applyFate(fate: (typeof fates)[number], worker: PuppetWorker, model: Model): void {
  switch (fate) {
    case 'finish':
      worker.reply({ state: 'done', result })
      return model.end('done')
    case 'stop':
      if (!worker.isAskedToStop) return
      worker.reply({ state: 'stopped' })
      return model.end('paused')
    case 'fail':
      worker.fail(new AppError('engine/run-failed', 'as told'))
      return model.end('failed')
    case 'full':
      worker.fail(new AppError('store/full', 'disk full'))
      return model.end('paused')
    case 'die':
      worker.die()
      if (model.wantsPause || model.states.get(model.running ?? '') === 'cancelling') {
        return model.end('paused')
      }
      if (++model.nCrashes === 3) model.end('interrupted')
  }
}

it('pauses with the reason while the disk is full, and resumes from what was kept', async () => {
  const store = memoryStore()
  let isFull = false
  const unlessFull = (): void => {
    if (isFull) throw new AppError('store/full', 'disk full: 0 MB free', { hint: 'Free some.' })
  }
  const { queue, worker } = queueOver({
    ...store,
    jobs: { ...store.jobs, update: (...args) => (unlessFull(), store.jobs.update(...args)) },
    units: { ...store.units, commit: (...args) => (unlessFull(), store.units.commit(...args)) }
  })
  const { jobId } = queue.start(spec)
  await settled()
  const commit = async (unitId: string): Promise<void> => {
    const unit = { unitId, result: { values: {}, arrays: {} } }
    await worker.needs?.call('unit/commit', { jobId, unit })
  }
  await commit('a')
  isFull = true
  const refusal = await commit('b').catch((error: unknown) => error)
  if (!(refusal instanceof AppError)) throw new Error('the commit was not refused')
  worker.fail(refusal)
  await settled()
  expect(queue.list()[0]).toMatchObject({
    state: 'paused',
    error: { code: 'store/full', message: 'disk full: 0 MB free', hint: 'Free some.' }
  })
  // The store could not be told; it is with the next change.
  expect(store.jobs.get(jobId)?.state).toBe('running')
  isFull = false
  queue.resume(jobId)
  await settled()
  expect(worker.running).toEqual({ jobId, nDone: 1 })
  expect(store.jobs.get(jobId)).toMatchObject({ state: 'running', error: null })
  queue.close()
})

it('does not start to compute what would not fit on the disk', async () => {
  const store = { ...memoryStore(), freeBytes: () => 150e6 }
  const { queue, worker } = queueOver(store)
  queue.start(spec)
  await settled()
  expect(queue.list()[0]?.state).toBe('paused')
  expect(queue.list()[0]?.error?.message).toMatch(/^disk full: 150 MB free .* 200 MB needed$/)
  expect(worker.nLaunches).toBe(0)
  queue.close()
})

it('takes no units for a job that is not the running one', async () => {
  const { queue, worker } = queueOver(memoryStore())
  queue.start(spec)
  await settled()
  const unit = { unitId: 'a', result: { values: {}, arrays: {} } }
  const stranger = worker.needs?.call('unit/commit', { jobId: 'stranger', unit })
  await expect(stranger).rejects.toThrow('unit of job "stranger"')
  queue.close()
})

it('kills a worker that does not stop for a cancel in time, and no other', async () => {
  const { queue, worker } = queueOver(memoryStore(), 30)
  const { jobId } = queue.start(spec)
  await settled()
  queue.cancel(jobId)
  expect(queue.list()[0]?.state).toBe('cancelling')
  await new Promise((resolve) => setTimeout(resolve, 80))
  expect(worker.nKills).toBe(1)
  expect(queue.list()[0]?.state).toBe('cancelled')

  const next = queue.start(spec)
  await settled()
  queue.cancel(next.jobId)
  await settled()
  worker.reply({ state: 'stopped' })
  await new Promise((resolve) => setTimeout(resolve, 80))
  expect(worker.nKills).toBe(1)
  queue.close()
})

it('forgets jobs that were done long ago, and no others', () => {
  const store = memoryStore()
  const old = '2020-01-01T00:00:00.000Z'
  for (const [jobId, state, createdAt] of [
    ['old-done', 'done', old],
    ['old-paused', 'paused', old],
    ['new-done', 'done', new Date().toISOString()]
  ] as const) {
    store.jobs.insert({ jobId, spec, title: '' })
    store.jobs.update(jobId, { state, createdAt } as JobChanges)
  }
  const { queue } = queueOver(store)
  queue.adopt(store.jobs.list(), store)
  expect(queue.list().map(({ jobId }) => jobId)).toEqual(['new-done', 'old-paused'])
  expect(store.jobs.get('old-done')).toBeNull()
  queue.close()
})

describe('the key of an endpoint', () => {
  const annotation = {
    kind: 'annotation',
    request: fakeAnnotationRequest('r', { seed: 1, nUnits: 1 })
  } as const

  it('is told to the worker that runs its job, and to no other job', async () => {
    const { queue, worker } = queueOver(memoryStore())
    const { jobId } = queue.start(annotation, { key: 'secret', about: 'Depths' })
    const other = queue.start(annotation)
    await settled()
    expect(queue.list()[1]?.title).toMatch(/^Labels by /)
    expect(await worker.needs?.call('endpoint/key', { jobId })).toBe('secret')
    await expect(worker.needs?.call('endpoint/key', other)).rejects.toThrow(`key of job`)
    worker.reply({ state: 'stopped' })
    await settled()
    expect(worker.running?.jobId).toBe(other.jobId)
    expect(await worker.needs?.call('endpoint/key', other)).toBeNull()
    await expect(worker.needs?.call('endpoint/key', { jobId })).rejects.toThrow(`key of job`)
    queue.close()
  })

  it('is in no status and no row, and the end says what came of the labelling', async () => {
    const kept: string[] = []
    const plain = memoryStore()
    const finish = (jobId: string): void => void kept.push(jobId)
    const { queue, worker } = queueOver({ ...plain, labels: { finish } })
    const { jobId } = queue.start(annotation, { key: 'secret' })
    await settled()
    const labelled = { kind: 'annotation', resultId: 'r', labels: [], problems: ['hm'] } as const
    worker.reply({ state: 'done', result: labelled })
    await settled()
    expect(kept).toEqual([jobId])
    expect(queue.list()[0]).toMatchObject({
      ...{ state: 'done', resultId: 'r', phase: '0 labels, 1 not usable: hm' }
    })
    expect(JSON.stringify([queue.list(), plain.jobs.list()])).not.toContain('secret')
    queue.close()
  })
})

it('pauses a labelling whose labels cannot be kept now, and keeps them when it goes on', async () => {
  const plain = memoryStore()
  let isFull = true
  const finish = (): void => {
    if (isFull) throw new AppError('store/full', 'disk full: 0 MB free')
  }
  const { queue, worker } = queueOver({ ...plain, labels: { finish } })
  const request = fakeAnnotationRequest('r', { seed: 1, nUnits: 1 })
  const { jobId } = queue.start({ kind: 'annotation', request })
  await settled()
  const result = { kind: 'annotation', resultId: 'r', labels: [], problems: [] } as const
  worker.reply({ state: 'done', result })
  await settled()
  expect(queue.list()[0]).toMatchObject({ state: 'paused', error: { code: 'store/full' } })
  isFull = false
  queue.resume(jobId)
  await settled()
  worker.reply({ state: 'done', result })
  await settled()
  expect(queue.list()[0]).toMatchObject({ state: 'done', phase: '0 labels', error: null })
  queue.close()
})

import { expect, it } from 'vitest'
import { MemoryGuard } from '../../../main/worker/memory-guard.ts'
import { pressureOf, type MemoryReading } from '../../../main/worker/memory-pressure.ts'
import { AttributionJob } from '../../../main/worker/jobs/attribution-job.ts'
import { runJob } from '../../../main/worker/runner.ts'
import type { Job } from '../../../main/worker/job.ts'
import { attributionSettings } from '../../helpers/attribution-settings.ts'
import { readGoldens } from '../../helpers/goldens.ts'
import { runJob as runAlone } from '../../helpers/run-job.ts'

const share = (used: number): MemoryReading => ({
  residentBytes: used * 1_000,
  availableBytes: (1 - used) * 1_000
})
const times = { patienceMs: 40, periodMs: 10 }
const { signal } = new AbortController()

it.each([
  [0.3, 'none'],
  [0.6, 'shed'],
  [0.7, 'spill'],
  [0.8, 'pause'],
  [0.95, 'stop']
] as const)('a share of %f of the memory is pressure "%s"', (used, pressure) => {
  expect(pressureOf(share(used))).toBe(pressure)
})

function golden() {
  const { checkpoint, cases } = readGoldens().find(({ name }) => name === 'qwen2')!
  const { prompt, response } = cases[0]!
  const settings = attributionSettings({ prompt, response, direction: 'forward' })
  return { kind: 'attribution' as const, request: { base: checkpoint, tuned: null, settings } }
}

/** Runs the job under readings that follow one another, the last one for good; tells what it was asked to free. */
async function runUnder(readings: readonly number[]) {
  const job = new AttributionJob(golden().request)
  const relieved: string[] = []
  const watched: Job = {
    next: (done) => job.next(done),
    progress: (done) => job.progress(done),
    run: (unit, done, context) => job.run(unit, done, context),
    keyFields: (done) => job.keyFields(done),
    partial: (done) => job.partial(done),
    finish: (done) => job.finish(done),
    close: () => job.close(),
    async relieve(level) {
      relieved.push(level)
      await job.relieve(level)
    }
  }
  let at = 0
  const meter = () => share(readings[Math.min(at++, readings.length - 1)]!)
  const committed: string[] = []
  const end = await runJob(watched, 'job', [], {
    needs: {
      call: async (name, request) => {
        if (name === 'unit/commit' && 'unit' in request) committed.push(request.unit.unitId)
        return null as never
      }
    },
    emit: () => undefined,
    signal,
    guard: new MemoryGuard(meter, times)
  })
  await job.close()
  return { end, relieved, committed }
}

it('frees caches and goes on to the same bytes', async () => {
  const { end, relieved } = await runUnder([0.65])
  const quiet = await runAlone(golden())
  expect(relieved).toContain('shed')
  if (end.state !== 'done' || end.result.kind !== 'attribution' || quiet.kind !== 'attribution')
    throw new Error(end.state)
  expect(end.result.record.sides[0]!.importance).toEqual(quiet.record.sides[0]!.importance)
})

it('lets go of sessions and goes on to the same bytes', async () => {
  const { end, relieved } = await runUnder([0.75])
  const quiet = await runAlone(golden())
  expect(relieved).toContain('spill')
  if (end.state !== 'done' || end.result.kind !== 'attribution' || quiet.kind !== 'attribution')
    throw new Error(end.state)
  expect(end.result.record.sides[0]!.importance).toEqual(quiet.record.sides[0]!.importance)
})

it('holds the next unit while memory is short, and pauses the run when it stays so', async () => {
  const { end, committed } = await runUnder([0.1, 0.85])
  expect(end).toMatchObject({ state: 'short', error: { code: 'engine/out-of-memory' } })
  expect(committed).toEqual(['start'])
})

it('goes on when memory comes back in time', async () => {
  const { end } = await runUnder([0.85, 0.85, 0.1])
  expect(end.state).toBe('done')
})

it('ends a running unit when memory is all but gone, and says why', async () => {
  const watch = new MemoryGuard(() => share(0.96), times).watch(signal)
  await new Promise((resolve) => watch.signal.addEventListener('abort', resolve, { once: true }))
  watch.end()
  expect(watch.shortage).toMatchObject({ code: 'engine/out-of-memory' })
})

it('ends a running unit with its run, which is no shortage', () => {
  const stop = new AbortController()
  const watch = new MemoryGuard(() => share(0.1), times).watch(stop.signal)
  expect(watch.signal.aborted).toBe(false)
  stop.abort()
  watch.end()
  expect(watch.signal.aborted).toBe(true)
  expect(watch.shortage).toBeNull()
})

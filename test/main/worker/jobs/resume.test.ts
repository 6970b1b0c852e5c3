import { rmSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { FinishedUnit, JobResult } from '../../../../main/worker/contract.ts'
import { createJob } from '../../../../main/worker/jobs/create-job.ts'
import { doneUnits } from '../../../../main/worker/job.ts'
import { prompt, specOf } from '../../../helpers/attribute.ts'
import { changeWeight, copyCheckpoint } from '../../../helpers/checkpoint-copy.ts'
import { expectSameUnits } from '../../../helpers/expect-same-units.ts'
import { failureOf } from '../../../helpers/failure.ts'
import { runUnits } from '../../../helpers/unit-runs.ts'

// Long enough for several units a map, in both directions and for the check.
const spec = specOf(
  { base: 'llama', tuned: 'llama-tuned' },
  {
    prompt: Array(3).fill(prompt).join(' '),
    response: null,
    respond: 'own',
    nTokensLimit: 10,
    direction: 'forward',
    withLeaveOneOut: true
  }
)

/** All numbers of the sides, as bytes. */
function bytesOf(result: JobResult | null): Buffer[] {
  if (result?.kind !== 'attribution') throw new Error('the run has no record')
  return result.record.sides.flatMap(({ importance, leaveOneOut, probability }) =>
    [importance, leaveOneOut!, probability].map((values) =>
      Buffer.from(new Uint8Array(values.buffer))
    )
  )
}

describe('a run that was stopped', () => {
  let units: readonly FinishedUnit[]
  let whole: Buffer[]
  beforeAll(async () => {
    const run = await runUnits(spec)
    units = run.units
    whole = bytesOf(run.result)
  })

  it('has every kind of unit, and several of the map and of the check', () => {
    const ids = units.map(({ unitId }) => unitId)
    expect(ids.filter((id) => id.startsWith('map/tuned/')).length).toBeGreaterThan(1)
    expect(ids.filter((id) => id.startsWith('leave-one-out/base/')).length).toBeGreaterThan(1)
    expect(ids).toEqual(
      expect.arrayContaining(['start', 'fingerprint/base', 'response/tuned', 'plan/base', 'verify'])
    )
  })

  it('does each next unit to the same values and bytes, whichever it is taken up at', async () => {
    await expectSameUnits(spec, units)
  })

  it.each(['response/tuned', 'targets/base', 'map/tuned/1', 'leave-one-out/tuned/0', 'verify'])(
    'gives the same bytes when it is taken up at %s and runs to its end',
    async (at) => {
      const kept = units.findIndex(({ unitId }) => unitId === at)
      const { result } = await runUnits(spec, { from: units.slice(0, kept) })
      expect(bytesOf(result).every((bytes, i) => bytes.equals(whole[i]!))).toBe(true)
    }
  )

  it('inside a unit loses that unit alone and gives the same bytes', async () => {
    for (const stopped of [
      'fingerprint/tuned',
      'response/base',
      'map/base/1',
      'leave-one-out/tuned/0'
    ]) {
      const stop = new AbortController()
      const before: FinishedUnit[] = units.slice(
        0,
        units.findIndex(({ unitId }) => unitId === stopped)
      )
      const context = { signal: stop.signal, report: () => stop.abort() }
      const error = await failureOf(() => runUnits(spec, { from: before, context }))
      expect(error.code, stopped).toBe('job/cancelled')
      const { result } = await runUnits(spec, { from: before })
      expect(bytesOf(result).every((bytes, i) => bytes.equals(whole[i]!))).toBe(true)
    }
  })

  it('can be drawn at any unit from the first targets on', async () => {
    const job = await createJob(spec)
    for (let kept = 0; kept <= units.length; kept++) {
      const done = doneUnits(units.slice(0, kept))
      const partial = job.partial(done)
      expect(partial === null).toBe(!done.has('targets/base'))
      // Complete once the last number is there; only the files are checked after it.
      if (partial) expect(partial.record.isPartial).toBe(kept < units.length - 1)
      const { fraction } = job.progress(done)
      expect(fraction).toBeGreaterThanOrEqual(0)
      expect(fraction).toBeLessThanOrEqual(1)
    }
    expect(job.progress(doneUnits(units)).fraction).toBeCloseTo(1, 9)
    await job.close()
  })
})

describe('a checkpoint that is not what the run began with', () => {
  const begun = (unitId: string) => !unitId.startsWith('map/')

  it('changed before the run is taken up', async () => {
    const folder = copyCheckpoint('llama')
    const own = specOf({ tuned: folder })
    const { units } = await runUnits(own, { goesOn: begun })
    expect(units.at(-1)!.unitId).toBe('targets/tuned')
    changeWeight(folder, 'model.layers.1.self_attn.q_proj.weight', 3, 0.25)
    const error = await failureOf(() => runUnits(own, { from: units }))
    expect(error.code).toBe('checkpoint/changed')
    expect(error.hint).toMatch(/new one/)
  })

  it.each(['map/tuned/0', 'verify'])('changed before the unit %s', async (at) => {
    const folder = copyCheckpoint('llama')
    const weights = join(folder, 'model.safetensors')
    const { mtimeMs } = statSync(weights)
    const error = await failureOf(() =>
      runUnits(specOf({ tuned: folder }), {
        goesOn(unitId) {
          if (unitId === at) {
            changeWeight(folder, 'model.layers.1.self_attn.q_proj.weight', 3, 0.25)
            utimesSync(weights, new Date(), new Date(mtimeMs + 60_000))
          }
          return true
        }
      })
    )
    expect(error.code).toBe('checkpoint/changed')
  })

  it.each(['fingerprint/tuned', 'plan/tuned', 'targets/tuned', 'map/tuned/0', 'verify'])(
    'deleted before the unit %s: the error names the folder or a file of it',
    async (at) => {
      const folder = copyCheckpoint('llama')
      const error = await failureOf(() =>
        runUnits(specOf({ tuned: folder }), {
          goesOn(unitId) {
            if (unitId === at) rmSync(folder, { recursive: true })
            return true
          }
        })
      )
      expect(['checkpoint/changed', 'checkpoint/unreadable']).toContain(error.code)
      expect(error.message).toMatch(/model\.safetensors|shiftlens-test-/)
    }
  )

  it('deleted before the run is taken up', async () => {
    const folder = copyCheckpoint('llama')
    const own = specOf({ tuned: folder })
    const { units } = await runUnits(own, { goesOn: begun })
    rmSync(folder, { recursive: true })
    const error = await failureOf(() => runUnits(own, { from: units }))
    expect(error.code).toBe('checkpoint/unreadable')
  })
})

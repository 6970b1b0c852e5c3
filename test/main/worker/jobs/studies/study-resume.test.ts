import { rmSync, writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { doneUnits } from '../../../../../main/worker/job.ts'
import { createJob } from '../../../../../main/worker/jobs/create-job.ts'
import type { FinishedUnit, JobResult } from '../../../../../main/worker/contract.ts'
import { changeWeight, copyCheckpoint } from '../../../../helpers/checkpoint-copy.ts'
import { expectSameUnits } from '../../../../helpers/expect-same-units.ts'
import { failureOf } from '../../../../helpers/failure.ts'
import {
  studyData,
  studyOf,
  studyRows,
  studySpec,
  writeRows
} from '../../../../helpers/study-job.ts'
import { runUnits } from '../../../../helpers/unit-runs.ts'

const pair = { base: 'llama', tuned: 'llama-tuned' } as const
// A response that one model writes for both, so that later units build on earlier cases.
const changes = {
  sameResponse: 'tuned',
  ablation: { method: 'replace', seed: 7 }
} as const
const spec = studySpec(pair, studyData, changes)

/** The record without what every run has its own of. */
function steady(result: JobResult | null) {
  const { createdAt: _createdAt, seconds: _seconds, ...rest } = studyOf(result)
  return rest
}

describe('a study that was stopped', () => {
  let units: readonly FinishedUnit[]
  let result: JobResult | null
  beforeAll(async () => {
    ;({ units, result } = await runUnits(spec))
  })

  it('does each next unit to the same values and bytes, whichever it is taken up at', async () => {
    await expectSameUnits(spec, units)
  })

  it.each(['dataset', 'plan/base', 'case/tuned/3', 'ablation/base/1', 'verify'])(
    'has the same record when it is taken up at %s and runs to its end',
    async (at) => {
      const kept = units.findIndex(({ unitId }) => unitId === at)
      const resumed = await runUnits(spec, { from: units.slice(0, kept) })
      expect(steady(resumed.result)).toEqual(steady(result))
    }
  )

  it('inside a case loses that case alone', async () => {
    const stop = new AbortController()
    const from = units.slice(
      0,
      units.findIndex(({ unitId }) => unitId === 'case/base/1')
    )
    const context = { signal: stop.signal, report: () => stop.abort() }
    const error = await failureOf(() => runUnits(spec, { from, context }))
    expect(error.code).toBe('job/cancelled')
    const again = await runUnits(spec, { from })
    expect(again.units.slice(0, from.length)).toEqual(from)
    expect(steady(again.result)).toEqual(steady(result))
  })

  it('can be looked at from its first case on, and tells how far it is', async () => {
    const job = await createJob(spec)
    const firstCase = units.findIndex(({ unitId }) => unitId.startsWith('case/'))
    let before = -1
    for (let kept = 0; kept <= units.length; kept++) {
      const done = doneUnits(units.slice(0, kept))
      const partial = job.partial(done)
      expect(partial === null).toBe(kept <= firstCase)
      if (partial?.kind === 'study') {
        const { record } = partial
        const nDone = record.runs[0]!.sides.flatMap(({ state }) => [...state])
        const nCases = [...done.keys()].filter((id) => id.startsWith('case/')).length
        expect(nDone.reduce((sum, state) => sum + state, 0)).toBe(nCases)
        // Complete once the last number is there; only the files are checked after it.
        expect(record.isPartial).toBe(kept < units.length - 1)
      }
      const { fraction, unitsDone } = job.progress(done)
      expect(unitsDone).toBe(kept)
      expect(fraction).toBeGreaterThanOrEqual(before)
      before = fraction
    }
    expect(before).toBeCloseTo(1, 9)
    await job.close()
  })
})

describe('files that are not what the study began with', () => {
  const begun = (unitId: string) => unitId !== 'case/base/3'
  const own = (data: string, base = 'llama') => studySpec({ base }, data, { modes: ['own'] })

  it('a data set that is gone is no harm: its cases were read', async () => {
    const data = writeRows(studyRows)
    const { units } = await runUnits(own(data), { goesOn: begun })
    rmSync(data)
    const { result } = await runUnits(own(data), { from: units })
    expect(studyOf(result).cases.length).toBe(4)
  })

  it('a data set that is another stops the run when it is taken up', async () => {
    const data = writeRows(studyRows)
    const { units } = await runUnits(own(data), { goesOn: begun })
    writeFileSync(data, `${JSON.stringify(studyRows[0])}\n`)
    const error = await failureOf(() => runUnits(own(data), { from: units }))
    expect(error.code).toBe('request/invalid')
    expect(error.message).toContain('cases.jsonl: its bytes are not those')
  })

  it('a checkpoint that changed stops it too', async () => {
    const folder = copyCheckpoint('llama')
    const spec = own(studyData, folder)
    const { units } = await runUnits(spec, { goesOn: begun })
    changeWeight(folder, 'model.norm.weight', 0, 2)
    const error = await failureOf(() => runUnits(spec, { from: units }))
    expect(error.code).toBe('checkpoint/changed')
  })
})

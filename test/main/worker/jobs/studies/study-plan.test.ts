import { describe, expect, it } from 'vitest'
import { openModel } from '../../../../../main/worker/jobs/open-model.ts'
import { mostPlannedCases, planStudy } from '../../../../../main/worker/jobs/studies/study-plan.ts'
import { desk } from '../../../../../main/worker/desk.ts'
import type { StudySettings } from '../../../../../preload/analysis/studies/record.ts'
import type { Pair } from '../../../../helpers/attribute.ts'
import { failureOf } from '../../../../helpers/failure.ts'
import { runJob } from '../../../../helpers/run-job.ts'
import {
  studyData,
  studyOf,
  studyRows,
  studySpec,
  writeRows
} from '../../../../helpers/study-job.ts'

const gibibyte = 2 ** 30
const rate = async () => 1e9
const single = { modes: ['own', 'same'] } as const

async function planOf(
  pair: Pair,
  data: string,
  changes: Partial<StudySettings> = {},
  freeBytes = 8 * gibibyte
) {
  const { request } = studySpec(pair, data, changes)
  const models = await Promise.all(
    (['base', 'tuned'] as const)
      .filter((role) => request[role] !== null)
      .map(async (role) => ({ role, opened: await openModel(request[role]!) }))
  )
  return planStudy(request, models, freeBytes, rate)
}

describe('the plan of a study', () => {
  it('counts what the run then counts, where no response is written', async () => {
    const plan = await planOf({ base: 'llama', tuned: 'llama-tuned' }, studyData, {
      modes: ['same']
    })
    const spec = studySpec({ base: 'llama', tuned: 'llama-tuned' }, studyData, { modes: ['same'] })
    const record = studyOf(await runJob(spec))
    expect(plan.operations).toBe(record.operations)
    expect(plan.estimatedSeconds).toBeCloseTo(plan.operations / (1e9 * 0.5), 9)
    expect(plan.nCases).toBe(4)
    expect(plan.nBadRows).toBe(0)
    expect(plan.sides.map(({ role, memory }) => [role, memory])).toEqual([
      ['base', 'resident'],
      ['tuned', 'resident']
    ])
    const nPrompt = [...record.runs[0]!.sides[0]!.nPrompt]
    expect(plan.sides[0]!.shortestPrompt).toBe(Math.min(...nPrompt))
    expect(plan.sides[0]!.longestPrompt).toBe(Math.max(...nPrompt))
    expect(plan.limits).toEqual([])
    expect(plan.notes).toEqual(['1 of 4 cases without an instruction: they have no score'])
  })

  it('costs more with each mode, a response to write, and an ablation', async () => {
    const operations = async (changes: Partial<StudySettings>) =>
      (await planOf({ base: 'llama' }, studyData, changes)).operations
    const same = await operations({ modes: ['same'] })
    const own = await operations({ modes: ['own'] })
    const both = await operations({ modes: ['own', 'same'] })
    expect(both).toBe(same + own)
    const written = await operations({ modes: ['same'], sameResponse: 'base' })
    expect(written).toBe(own)
    const ablation = { method: 'remove', seed: 1 } as const
    expect(await operations({ modes: ['same'], ablation })).toBeGreaterThan(same)
  })

  it('streams what does not fit, and says what is needed where nothing fits', async () => {
    const base = { base: 'llama' } as const
    const whole = await planOf(base, studyData, single)
    expect(whole.sides[0]!.memory).toBe('resident')
    const streamed = await planOf(base, studyData, { ...single, memory: 'streamed' })
    expect(streamed.sides[0]!.memory).toBe('streamed')
    expect(streamed.neededBytes).toBeLessThan(whole.neededBytes)
    // Nine tenths of what is free may be taken.
    const between = (whole.neededBytes + streamed.neededBytes) / 2 / 0.9
    const chosen = await planOf(base, studyData, single, between)
    expect(chosen.sides[0]!.memory).toBe('streamed')
    const resident = { ...single, memory: 'resident' } as const
    const error = await failureOf(() => planOf(base, studyData, resident, between))
    expect(error.code).toBe('engine/out-of-memory')
    expect(error.message).toContain('to stay in memory over all cases')
    const none = await failureOf(() => planOf(base, studyData, single, streamed.neededBytes / 2))
    expect(none.code).toBe('engine/out-of-memory')
  })

  it('says which cases cannot run, and goes on', async () => {
    const long = {
      case: 'long',
      prompt: `Say ${'very '.repeat(300)}`,
      response: 'x',
      instruction: 'Say'
    }
    const open = { case: 'open', prompt: 'Say it', response: null, instruction: 'Say it' }
    const plan = await planOf({ base: 'llama' }, writeRows([...studyRows, long, open]), single)
    expect(plan.limits[0]).toBe('1 of 6 cases without a given response: left out of mode same')
    expect(plan.limits[1]).toMatch(/^base: 1 of 6 cases cannot run: .*expected at most 256/)
  })

  it('takes cases evenly where there are many, and says so', async () => {
    const rows = Array.from({ length: mostPlannedCases + 50 }, (_, i) => ({
      ...studyRows[3]!,
      case: `case ${i}`
    }))
    const plan = await planOf({ base: 'llama' }, writeRows(rows), { modes: ['same'] })
    const one = await planOf({ base: 'llama' }, writeRows(rows.slice(0, 1)), { modes: ['same'] })
    expect(plan.nCases).toBe(250)
    expect(plan.notes).toEqual(['estimated from 200 of 250 cases, taken evenly'])
    expect(plan.operations / one.operations).toBeCloseTo(250, 6)
  })

  it('is answered by the desk, with a product timed on this machine', async () => {
    const { request } = studySpec({ base: 'llama' }, studyData, single)
    const plan = await desk['study/plan'](request)
    expect(plan.estimatedSeconds).toBeGreaterThan(0)
    const error = await failureOf(() => desk['study/plan']({ ...request, base: null }))
    expect(error.code).toBe('request/invalid')
  })
})

import { appendFileSync, copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { FinishedUnit, JobSpec } from '../../../../main/worker/contract.ts'
import { doneUnits } from '../../../../main/worker/job.ts'
import { createJob } from '../../../../main/worker/jobs/create-job.ts'
import { headsLimits } from '../../../../main/worker/jobs/heads-limits.ts'
import { planHeads } from '../../../../main/worker/jobs/heads-plan.ts'
import { openModel } from '../../../../main/worker/jobs/open-model.ts'
import { headsDrift } from '../../../../preload/analysis/heads/head-drift.ts'
import { defaultHeadsSettings } from '../../../../preload/analysis/heads/record.ts'
import { changeWeight, copyCheckpoint } from '../../../helpers/checkpoint-copy.ts'
import { goldenWordsPath } from '../../../helpers/concept-goldens.ts'
import { failureOf } from '../../../helpers/failure.ts'
import { readGolden } from '../../../helpers/goldens.ts'
import { goldenSimilarityPath } from '../../../helpers/head-goldens.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'
import { runUnits } from '../../../helpers/unit-runs.ts'

type HeadsSpec = Extract<JobSpec, { kind: 'heads' }>
const settings = { ...defaultHeadsSettings, nTop: 30, nShuffles: 1, nThreads: 1 }
const specOf = (changes: Partial<HeadsSpec['request']> = {}): HeadsSpec => ({
  kind: 'heads',
  request: {
    base: readGolden('llama').checkpoint,
    tuned: readGolden('llama-tuned').checkpoint,
    words: goldenWordsPath,
    similarity: goldenSimilarityPath,
    settings,
    ...changes
  }
})

/** A unit's values but for how long it took. */
function steady({ result }: FinishedUnit) {
  return { ...result, values: { ...result.values, seconds: 0 } }
}

describe('a heads run', () => {
  let units: readonly FinishedUnit[]
  beforeAll(async () => {
    units = (await runUnits(specOf())).units
  })

  it('does each next unit to the same bytes, whichever it is taken up at', async () => {
    for (const [kept, expected] of units.entries()) {
      let left = 1
      const goesOn = () => left-- > 0
      const { units: resumed } = await runUnits(specOf(), { from: units.slice(0, kept), goesOn })
      expect(resumed.at(-1)!.unitId).toBe(expected.unitId)
      expect(steady(resumed.at(-1)!)).toEqual(steady(expected))
    }
  })

  it('can be drawn from the first layer on', async () => {
    const job = await createJob(specOf())
    const done = doneUnits(units.filter(({ unitId }) => unitId !== 'layer/2'))
    const partial = job.partial(done)
    if (partial?.kind !== 'heads') throw new Error('no record of heads')
    expect(partial.record.layers).toEqual([0, 1])
    expect(partial.record.isPartial).toBe(true)
    expect(partial.record.sides.map(({ nPairs }) => nPairs.length)).toEqual([8, 8])
    await job.close()
  })

  it('has the similarities in its key, by what they are and not by their file', async () => {
    const keyOf = async (changes: Partial<HeadsSpec['request']>) => {
      const spec = specOf(changes)
      const job = await createJob(spec)
      const run = await runUnits(spec, { goesOn: (unitId) => !unitId.startsWith('layer/') })
      return job.keyFields(doneUnits(run.units))
    }
    const key = await keyOf({})
    const copy = join(temporaryFolder(), 'other-name.vec')
    copyFileSync(goldenSimilarityPath, copy)
    expect(await keyOf({ similarity: copy })).toEqual(key)
    expect(await keyOf({ similarity: null })).not.toEqual(key)
    expect(await keyOf({ settings: { ...settings, nTop: 31 } })).not.toEqual(key)
  })

  it('refuses to go on with other word vectors than it began with', async () => {
    const path = join(temporaryFolder(), 'vectors.txt')
    copyFileSync(goldenSimilarityPath, path)
    const spec = specOf({ similarity: path })
    const begun = await runUnits(spec, { goesOn: (unitId) => unitId !== 'layer/1' })
    writeFileSync(path, 'the 1 2\nand 2 1\nsaid 1 1\n')
    const error = await failureOf(() => runUnits(spec, { from: begun.units }))
    expect(error.code).toBe('checkpoint/changed')
    expect(error.message).toContain('vectors.txt')
  })

  it('goes on with the words that it began with, whatever becomes of their file', async () => {
    const words = join(temporaryFolder(), 'words.tsv')
    copyFileSync(goldenWordsPath, words)
    const spec = specOf({ words })
    const begun = await runUnits(spec, { goesOn: (unitId) => unitId !== 'layer/1' })
    appendFileSync(words, 'zebra\t1\n')
    const { result } = await runUnits(spec, { from: begun.units })
    if (result?.kind !== 'heads') throw new Error('no record of heads')
    expect(result.record.words).toHaveLength(420)
  })

  it('shows exactly the one head that differs between two models', async () => {
    const tuned = copyCheckpoint('llama')
    // Rows 32 to 47 of [64, 64] are those of head 2.
    for (let i = 0; i < 64; i++) {
      changeWeight(tuned, 'model.layers.1.self_attn.q_proj.weight', 40 * 64 + i, Math.sin(i))
    }
    const { result } = await runUnits(specOf({ tuned }))
    if (result?.kind !== 'heads') throw new Error('no record of heads')
    const moved = headsDrift(result.record).heads.filter(
      (head) => head !== null && (head.nGained > 0 || head.nLost > 0 || head.nRecounted > 0)
    )
    expect(moved.map((head) => [head!.layer, head!.head])).toEqual([[1, 2]])
  })
})

it('plans what a pair will take', async () => {
  const { request } = specOf()
  const models = await Promise.all(
    (['base', 'tuned'] as const).map(async (role) => ({
      role,
      opened: await openModel(request[role]!)
    }))
  )
  const plan = await planHeads(request, models, 1e9)
  expect(plan).toMatchObject({ nLayers: 3, nHeads: 24, nWords: 420, limits: [], freeBytes: 1e9 })
  expect(plan.operations).toBeGreaterThan(2 * 3 * 2 * 420 * 64 * 128)
  const fewer = await planHeads({ ...request, settings: { ...settings, layers: [0] } }, models, 1e9)
  expect(fewer.nHeads).toBe(8)
  expect(fewer.operations).toBeLessThan(plan.operations)
})

it('says that heads of models with other numbers of them need not correspond', () => {
  const side = (role: 'base' | 'tuned', nHeads: number) => ({ role, nLayers: 2, nHeads })
  expect(headsLimits([side('base', 4), side('tuned', 4)], true)).toEqual([])
  expect(headsLimits([side('base', 4)], true)).toEqual([])
  expect(headsLimits([side('base', 4), side('tuned', 6)], true)[0]).toContain(
    'heads a layer differ (base 4, tuned 6)'
  )
})

import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { FinishedUnit, JobSpec } from '../../../../main/worker/contract.ts'
import { doneUnits } from '../../../../main/worker/job.ts'
import { partOfResult } from '../../../../main/worker/jobs/unit-result.ts'
import { createJob } from '../../../../main/worker/jobs/create-job.ts'
import {
  defaultConceptsSettings,
  type ConceptsLayer
} from '../../../../preload/analysis/concepts/record.ts'
import { changeWeight, copyCheckpoint } from '../../../helpers/checkpoint-copy.ts'
import { failureOf } from '../../../helpers/failure.ts'
import { readGolden } from '../../../helpers/goldens.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'
import { runUnits } from '../../../helpers/unit-runs.ts'

const settings = { ...defaultConceptsSettings, nWords: 12, nRandom: 20, nThreads: 1 }
const pair = {
  base: readGolden('llama').checkpoint,
  tuned: readGolden('llama-tuned').checkpoint,
  words: null,
  settings
}
const specOf = (changes: Partial<typeof pair> = {}): Extract<JobSpec, { kind: 'concepts' }> => ({
  kind: 'concepts',
  request: { ...pair, ...changes }
})

/** A unit's values but for how long it took. */
function steady({ result }: FinishedUnit) {
  return { ...result, values: { ...result.values, seconds: 0 } }
}

describe('a concepts run', () => {
  let units: readonly FinishedUnit[]
  beforeAll(async () => {
    units = (await runUnits(specOf())).units
  })

  it('is a layer a unit, and says so', () => {
    expect(units.map(({ unitId }) => unitId)).toEqual([
      ...['start', 'fingerprint/base', 'fingerprint/tuned', 'words'],
      ...['layer/0', 'layer/1', 'layer/2', 'verify']
    ])
  })

  it('does each next unit to the same bytes, whichever it is taken up at', async () => {
    for (const [kept, expected] of units.entries()) {
      let left = 1
      const goesOn = () => left-- > 0
      const { units: resumed } = await runUnits(specOf(), { from: units.slice(0, kept), goesOn })
      expect(resumed).toHaveLength(kept + 1)
      expect(steady(resumed.at(-1)!)).toEqual(steady(expected))
    }
  })

  it('stops inside a layer, loses it alone and gives the same bytes later', async () => {
    const from = units.slice(0, 5)
    const stop = new AbortController()
    const context = { signal: stop.signal, report: () => stop.abort() }
    const error = await failureOf(() => runUnits(specOf(), { from, context }))
    expect(error.code).toBe('job/cancelled')
    const { units: resumed } = await runUnits(specOf(), { from })
    expect(resumed.map(steady)).toEqual(units.map(steady))
  })

  it('can be drawn from the first layer on, marked as partial until the last', async () => {
    const job = await createJob(specOf())
    for (let kept = 0; kept <= units.length; kept++) {
      const done = doneUnits(units.slice(0, kept))
      const partial = job.partial(done)
      const nLayers = [...done.keys()].filter((unitId) => unitId.startsWith('layer/')).length
      if (nLayers === 0) expect(partial).toBeNull()
      else {
        expect(partial!.kind).toBe('concepts')
        expect(partial!.record).toMatchObject({ isPartial: nLayers < 3 })
        expect(partial!.record).toHaveProperty('layers.length', nLayers)
      }
    }
    expect(job.progress(doneUnits(units)).fraction).toBeCloseTo(1, 9)
    await job.close()
  })

  it('keeps the directions only where they are asked for', async () => {
    const plain = partOfResult<ConceptsLayer>(
      units.find(({ unitId }) => unitId === 'layer/1')!.result
    )
    expect(plain.sides.map(({ directions }) => directions)).toEqual([undefined, undefined])
    const kept = { ...settings, layers: [1], keepDirections: true }
    const { units: withDirections } = await runUnits(specOf({ settings: kept as never }))
    const layer = partOfResult<ConceptsLayer>(
      withDirections.find(({ unitId }) => unitId === 'layer/1')!.result
    )
    expect(layer.sides.map(({ directions }) => directions!.length)).toEqual([64 * 64, 64 * 64])
    expect(layer.drift).toEqual(plain.drift)
  })

  it('has a key of weights, tokenizers, words and settings, and of nothing else', async () => {
    const job = await createJob(specOf())
    const key = job.keyFields(doneUnits(units))
    expect(job.keyFields(doneUnits(units.slice(0, 3)))).toBeNull()
    const copy = copyCheckpoint('llama')
    const moved = await createJob(specOf({ base: copy }))
    const again = await runUnits(specOf({ base: copy }), {
      goesOn: (unitId) => !unitId.startsWith('layer/')
    })
    expect(moved.keyFields(doneUnits(again.units))).toEqual(key)
    const other = await runUnits(specOf({ settings: { ...settings, nWords: 13 } }), {
      goesOn: (unitId) => !unitId.startsWith('layer/')
    })
    const otherJob = await createJob(specOf({ settings: { ...settings, nWords: 13 } }))
    expect(otherJob.keyFields(doneUnits(other.units))).not.toEqual(key)
  })

  it('goes on with the words that it began with, whatever becomes of their file', async () => {
    const words = join(temporaryFolder(), 'words.txt')
    writeFileSync(words, 'the\nand\nsaid\nthe\n')
    const spec = specOf({ words: words as never })
    const whole = await runUnits(spec)
    appendFileSync(words, 'house\n')
    const { units: resumed } = await runUnits(spec, { from: whole.units.slice(0, 5) })
    expect(resumed.map(steady)).toEqual(whole.units.map(steady))
  })

  it('refuses to go on with weights that were changed', async () => {
    const copy = copyCheckpoint('llama')
    const spec = specOf({ base: copy })
    const { units: begun } = await runUnits(spec, {
      goesOn: (unitId) => unitId !== 'layer/1'
    })
    changeWeight(copy, 'model.norm.weight', 0, 2)
    const error = await failureOf(() => runUnits(spec, { from: begun }))
    expect(error.code).toBe('checkpoint/changed')
  })
})

it('asks for a model', async () => {
  const error = await failureOf(() =>
    createJob(specOf({ base: null as never, tuned: null as never }))
  )
  expect(error.message).toMatch(/no model given/)
})

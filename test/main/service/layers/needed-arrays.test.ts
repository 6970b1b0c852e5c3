import { expect, it } from 'vitest'
import { neededArrays } from '../../../../main/service/layers/needed-arrays.ts'
import { withArrays } from '../../../../main/service/store/units.ts'
import type { FinishedUnit } from '../../../../main/worker/contract.ts'
import { doneUnits } from '../../../../main/worker/job.ts'
import { attentionAnalysis } from '../../../../main/worker/jobs/attention-analysis.ts'
import { conceptsAnalysis } from '../../../../main/worker/jobs/concepts-analysis.ts'
import { headsAnalysis } from '../../../../main/worker/jobs/heads-analysis.ts'
import {
  LayerJob,
  type LayerAnalysis,
  type Prepared
} from '../../../../main/worker/jobs/layer-job.ts'
import { storable } from '../../../../main/worker/jobs/stored-values.ts'
import {
  fakeAttentionRequest,
  fakeConceptsRequest,
  fakeHeadsRequest
} from '../../../helpers/fake-job.ts'
import { layeredKinds, layeredRun } from '../store/layered-run.ts'
import { studyRun } from '../store/study-run.ts'

const plan = { seed: 1, nUnits: 3 }

/** The real job over a made-up run whose layers are done. */
function jobOver(kind: (typeof layeredKinds)[number]) {
  const { any, units } = layeredRun(kind, { isLarge: true })
  const make = <P extends Prepared, L extends object>(analysis: LayerAnalysis<P, L>) => {
    const request = { base: '/models/base', tuned: '/models/tuned', settings: { nThreads: 1 } }
    return { job: new LayerJob(request, analysis), unitId: analysis.preparation.unitId }
  }
  const makers = {
    concepts: () => make(conceptsAnalysis(fakeConceptsRequest(plan))),
    heads: () => make(headsAnalysis(fakeHeadsRequest(plan))),
    attention: () => make(attentionAnalysis(fakeAttentionRequest(plan)))
  }
  const { job, unitId } = makers[kind]()
  const prepared = { ...any.record, layers: [0, 1, 2], templates: null, unusableLines: [] }
  const start = { device: 'cpu', nThreads: 1, versions: {} }
  const before: FinishedUnit[] = [
    { unitId: 'start', result: { values: storable(start), arrays: {} } },
    { unitId, result: { values: storable(withoutArrays(prepared)), arrays: {} } }
  ]
  return { job, before, units }
}

/** Sides as the analyses prepare them. */
function withoutArrays<T extends { readonly sides: readonly object[] }>(prepared: T): object {
  const sides = prepared.sides.map((side) =>
    Object.fromEntries(Object.entries(side).filter(([, field]) => !ArrayBuffer.isView(field)))
  )
  return { ...prepared, sides }
}

it.each(layeredKinds)(
  'leaves out most of a layer of %s, and nothing that its record is made of',
  (kind) => {
    const { job, before, units } = jobOver(kind)
    const isNeeded = neededArrays(kind)
    const lean = units.map(({ unitId, result }) => ({
      unitId,
      result: withArrays(result, isNeeded)
    }))
    const sizeOf = (all: readonly FinishedUnit[]) =>
      all
        .flatMap(({ result }) => Object.values(result.arrays))
        .reduce((n, a) => n + a.byteLength, 0)
    expect(sizeOf(lean)).toBeLessThan(sizeOf(units) / 4)
    const recordOf = (layers: readonly FinishedUnit[]) => {
      const found = job.partial(doneUnits([...before, ...layers]))
      return { kind: found?.kind, record: { ...found?.record, createdAt: '' } }
    }
    const whole = recordOf(units)
    expect(whole.record).toMatchObject({ isPartial: false })
    expect(recordOf(lean)).toEqual(whole)
    expect(recordOf(lean.slice(0, 2)).record).toMatchObject({ isPartial: true })
  }
)

it('leaves raw maps out of a study’s cases, and keeps the levels that its record counts', () => {
  const { units } = studyRun({ nCases: 2 })
  const isNeeded = neededArrays('study')
  for (const { result } of units) {
    const names = Object.keys(withArrays(result, isNeeded).arrays)
    expect(names).toEqual(['maps/0/levels', 'maps/1/levels'])
    expect(Object.keys(result.arrays)).toContain('maps/1/side/importance')
  }
})

it('leaves nothing out of recorded runs: their record counts the maps themselves', () => {
  const { units } = studyRun({ nCases: 2, source: 'recorded', modes: ['own'] })
  for (const { result } of units) {
    expect(withArrays(result, neededArrays('study-import'))).toEqual(result)
  }
})

it('leaves nothing out of an attribution, a labelling or a text', () => {
  for (const kind of ['attribution', 'annotation', 'generation'] as const) {
    for (const name of ['row', 'sides/0/weights', 'sides/0/directions']) {
      expect(neededArrays(kind)(name)).toBe(true)
    }
  }
})

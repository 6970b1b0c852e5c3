import { splitArrays } from '../../main/plain-arrays.ts'
import type { UnitResult } from '../../main/worker/contract.ts'
import { exactPairs } from './exact-pairs.ts'
import { makeFakeHeads } from './fake-heads.ts'
import type { FakeKind, FakePlan } from './fake-job.ts'

/** Its row is a field of the layer that nothing else knows: what is most of a layer does not come back. */
export function fakeHeads(plan: FakePlan): FakeKind {
  const fake = makeFakeHeads({ nLayers: plan.nUnits, nHeads: 2, nRelations: 9 })
  const keyFields = { ...plan, analysis: 'heads' }
  const recordOf = (nDone: number) => {
    const layers = Array.from({ length: nDone }, (_, index) => fake.layer(index))
    return exactPairs(fake.record(nDone), layers)
  }
  return {
    unit: 'layer',
    rowName: 'row',
    pack: (row, index) => layerResult({ ...fake.layer(index), row }),
    keyFields: () => keyFields,
    record: (done, isPartial) => ({
      kind: 'heads',
      record: { ...recordOf(done.size), isPartial }
    }),
    finish: (done) => ({
      kind: 'heads',
      keyFields,
      title: 'fake heads',
      record: { ...recordOf(done.size), isPartial: false },
      parts: [...done.keys()]
    })
  }
}

export function fakeAttention(plan: FakePlan): FakeKind {
  const fake = makeFakeHeads({ nLayers: plan.nUnits, nHeads: 2 })
  const keyFields = { ...plan, analysis: 'attention' }
  const recordOf = (nDone: number, isPartial: boolean) => ({
    ...fake.attention(),
    layers: Array.from({ length: nDone }, (_, layer) => layer),
    isPartial
  })
  return {
    unit: 'layer',
    rowName: 'row',
    pack: (row, index) => layerResult({ ...fake.attentionLayer(index), row }),
    keyFields: () => keyFields,
    record: (done, isPartial) => ({ kind: 'attention', record: recordOf(done.size, isPartial) }),
    finish: (done) => ({
      kind: 'attention',
      keyFields,
      title: 'fake attention',
      record: recordOf(done.size, false),
      parts: [...done.keys()]
    })
  }
}

/** A layer as a unit's result. */
export function layerResult(layer: object): UnitResult {
  const { values, arrays } = splitArrays(layer)
  // A layer is an object, so its plain half is one too.
  return { values: values as UnitResult['values'], arrays }
}

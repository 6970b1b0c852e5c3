import { expect, it } from 'vitest'
import { headPlaces, isShared } from '../../../../preload/analysis/heads/head-places.ts'
import { makeHeadsRecord } from '../../../helpers/heads-record.ts'

const places = (done: readonly number[], base: number, tuned: number) => {
  const model = (nLayers: number) => Array.from({ length: nLayers }, () => [[], []])
  const record = makeHeadsRecord([model(base), model(tuned)], ['a'])
  return headPlaces({ ...record, layers: done })
}

it('counts rows over the layers that are done, not over all layers', () => {
  expect(places([1, 3], 4, 4)).toEqual([
    { layer: 1, head: 0, base: 0, tuned: 0 },
    { layer: 1, head: 1, base: 1, tuned: 1 },
    { layer: 3, head: 0, base: 2, tuned: 2 },
    { layer: 3, head: 1, base: 3, tuned: 3 }
  ])
})

it('keeps heads of layers that only one model has, shared by none', () => {
  const found = places([1, 2], 2, 3)
  expect(found.map(({ layer, base, tuned }) => [layer, base, tuned])).toEqual([
    [1, 0, 0],
    [1, 1, 1],
    [2, null, 2],
    [2, null, 3]
  ])
  expect(found.filter(isShared)).toHaveLength(2)
})

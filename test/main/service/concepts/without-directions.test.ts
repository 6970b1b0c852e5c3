import { expect, it } from 'vitest'
import {
  unitsWithoutDirections,
  withoutDirections
} from '../../../../main/service/concepts/without-directions.ts'
import { conceptsRun } from '../store/concepts-run.ts'

it('takes the directions and nothing else out of a layer and of its unit', () => {
  const { layers, units } = conceptsRun({ dModel: 16 })
  const kept = withoutDirections(layers[0]!)
  expect(layers[0]!.sides.map(({ directions }) => directions?.length)).toEqual([80, 80])
  expect(kept).toEqual({
    ...layers[0]!,
    sides: layers[0]!.sides.map((side) => {
      const { directions: _, ...rest } = side
      return rest
    })
  })
  const words = { unitId: 'words', result: { values: {}, arrays: { x: Float32Array.of(1) } } }
  const [first, other] = unitsWithoutDirections([units[0]!, words])
  const names = Object.keys(units[0]!.result.arrays)
  expect(names).toContain('sides/1/directions')
  expect(Object.keys(first!.result.arrays)).toEqual(
    names.filter((name) => !name.endsWith('directions'))
  )
  expect(other).toEqual(words)
})

import { expect, it } from 'vitest'
import { withoutDirections } from '../../../../main/service/concepts/without-directions.ts'
import { conceptsRun } from '../store/concepts-run.ts'

it('takes the directions and nothing else out of a layer', () => {
  const { layers } = conceptsRun({ dModel: 16 })
  const kept = withoutDirections(layers[0]!)
  expect(layers[0]!.sides.map(({ directions }) => directions?.length)).toEqual([80, 80])
  expect(kept).toEqual({
    ...layers[0]!,
    sides: layers[0]!.sides.map((side) => {
      const { directions: _, ...rest } = side
      return rest
    })
  })
})

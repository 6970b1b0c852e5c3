import { expect, it } from 'vitest'
import { chartsPictureSvg } from '../../../renderer/pictures/charts-picture.ts'
import { driftPlots } from '../../../renderer/views/concepts/drift-plots.ts'
import { plotsPicture } from '../../../renderer/views/concepts/plots-picture.ts'
import { makeFakeConcepts } from '../../helpers/fake-concepts.ts'

const record = makeFakeConcepts({ nLayers: 6 }).record()
const axis = { layers: [0, 1, 2, 3, 4, 5], unreadable: new Set([0, 1]), chosen: 3 }

it('charts leave the program with title, models, parameters and every curve', () => {
  const picture = chartsPictureSvg(plotsPicture(record, driftPlots(record), axis, 'Drift <all>'))
  expect(picture.svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
  expect(picture.svg).toContain('Drift &lt;all&gt;')
  expect(picture.svg).toContain('base → tuned, by layer.')
  expect(picture.svg).toContain('partner threshold |cos| 0.5')
  expect(picture.svg.match(/<svg /g)).toHaveLength(1 + driftPlots(record).length)
  expect(picture.width).toBeLessThan(1300)
})

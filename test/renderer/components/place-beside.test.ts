import { expect, it } from 'vitest'
import { placeBeside } from '../../../renderer/components/place-beside.ts'

const view = { width: 1280, height: 720 }
const panel = { width: 300, height: 160 }

it.each([
  ['a side bar', { left: 0, top: 0, width: 260, height: 600 }],
  ['a strip over the whole width', { left: 0, top: 40, width: 1280, height: 40 }],
  ['a bar at the bottom', { left: 0, top: 690, width: 1280, height: 30 }],
  ['a panel at the right', { left: 1000, top: 600, width: 280, height: 120 }],
  ['the whole window', { left: 0, top: 0, width: 1280, height: 720 }]
])('the panel beside %s stays inside the window', (_name, anchor) => {
  const { left, top } = placeBeside(anchor, panel, view)
  expect(left).toBeGreaterThanOrEqual(0)
  expect(top).toBeGreaterThanOrEqual(0)
  expect(left + panel.width).toBeLessThanOrEqual(view.width)
  expect(top + panel.height).toBeLessThanOrEqual(view.height)
})

it('the panel does not cover an anchor that leaves room', () => {
  const place = placeBeside({ left: 1000, top: 600, width: 280, height: 120 }, panel, view)
  expect(place.left + panel.width).toBeLessThanOrEqual(1000)
})

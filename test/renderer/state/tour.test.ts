import { expect, it } from 'vitest'
import { tourSteps, TourState } from '../../../renderer/state/tour.svelte.ts'

it('shows only the steps whose element is there and tells once that it ended', () => {
  let ends = 0
  const tour = new TourState(() => ends++)
  tour.start((anchor) => anchor === 'pair' || anchor === 'maps')
  expect(tour.steps.map(({ anchor }) => anchor)).toEqual(['pair', 'maps'])
  tour.back()
  tour.next()
  expect(tour.step?.anchor).toBe('maps')
  expect(tour.isLast).toBe(true)
  tour.next()
  tour.end()
  expect(tour.step).toBeUndefined()
  expect(ends).toBe(1)
})

it('every step has its own anchor', () => {
  expect(new Set(tourSteps.map(({ anchor }) => anchor)).size).toBe(tourSteps.length)
})

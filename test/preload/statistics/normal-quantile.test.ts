import { expect, it } from 'vitest'
import { normalQuantile } from '../../../preload/statistics/normal-quantile.ts'
import { normalTail } from '../../../preload/statistics/normal.ts'

it.each([
  // scipy 1.17.1, scipy.special.ndtri
  [1e-10, -6.361340902404056],
  [1e-6, -4.753424308822899],
  [0.025, -1.9599639845400545],
  [0.3, -0.5244005127080409],
  [0.975, 1.959963984540054],
  [0.999999, 4.753424308817087]
])('gives the quantile of %d', (p, z) => {
  expect(Math.abs(normalQuantile(p) / z - 1)).toBeLessThan(1e-12)
})

it('has its centre at 0 and is undone by the tail', () => {
  expect(Math.abs(normalQuantile(0.5))).toBeLessThan(1e-15)
  for (let p = 0.001; p < 1; p += 0.017) {
    expect(Math.abs(1 - normalTail(normalQuantile(p)) - p)).toBeLessThan(1e-13)
  }
})

it('refuses what has no quantile', () => {
  for (const p of [0, 1, -0.1, NaN]) expect(() => normalQuantile(p)).toThrow(RangeError)
})

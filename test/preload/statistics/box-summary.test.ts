import { expect, it } from 'vitest'
import { boxSummary } from '../../../preload/statistics/box-summary.ts'

it('has quartiles, and whiskers to the last value within one and a half boxes', () => {
  // R 4.4: fivenum(c(1:8, 40)) is 1 3 5 7 40, and boxplot.stats ends the whisker at 8.
  expect(boxSummary([40, 8, 7, 6, 5, 4, 3, 2, 1])).toEqual({
    low: 1,
    quartiles: [3, 5, 7],
    high: 8
  })
})

it('is a point for one value and nothing for none', () => {
  expect(boxSummary([2])).toEqual({ low: 2, quartiles: [2, 2, 2], high: 2 })
  expect(boxSummary([])).toBeNull()
})

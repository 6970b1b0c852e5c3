import { expect, it } from 'vitest'
import { cohensD } from '../../../preload/statistics/cohens-d.ts'
import { hedgesG } from '../../../preload/statistics/hedges-g.ts'

/** Half of the values on either side of the mean, so that mean and sample sd are as asked for. */
function withMoments(mean: number, sd: number, n: number): number[] {
  const half = sd * Math.sqrt((n - 1) / n)
  return Array.from({ length: n }, (_, i) => mean + (i % 2 === 0 ? half : -half))
}

it('gives the published example of two groups of 50', () => {
  // Borenstein, Hedges, Higgins and Rothstein (2009), Introduction to Meta-Analysis, chapter 4:
  // means 103 and 100, sd 5.5 and 4.5: d = 0.5970, g = 0.5924.
  const [x, y] = [withMoments(103, 5.5, 50), withMoments(100, 4.5, 50)]
  expect(Math.abs(cohensD(x, y) - 0.597)).toBeLessThan(0.5e-4)
  expect(Math.abs(hedgesG(x, y) - 0.5924)).toBeLessThan(0.5e-4)
})

it('gives the value of its formula in numpy for the sleep data, negative where the first group is lower', () => {
  // Student (1908); numpy 2.4.6, var(ddof = 1) pooled.
  const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
  const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
  expect(Math.abs(cohensD(first, second) / -0.8321810813495395 - 1)).toBeLessThan(1e-12)
  expect(Math.abs(hedgesG(first, second) / -0.7969352391911217 - 1)).toBeLessThan(1e-12)
})

it('is 0 for equal groups, and refuses single values and groups without spread', () => {
  expect(cohensD([1, 2, 4], [1, 2, 4])).toBe(0)
  expect(() => cohensD([1, 1], [2, 2])).toThrow('variance 0, expected two or more and a spread')
  expect(() => cohensD([1], [2, 3])).toThrow('1 and 2 values')
})

import { describe, expect, it } from 'vitest'
import { pairedTest, welchTest } from '../../../preload/statistics/t-test.ts'

// Student's sleep data (1908), the example of R's t.test, which prints t = −1.8608, df = 17.776,
// p = 0.07939, and paired t = −4.0621, df = 9, p = 0.002833. Further digits from mpmath 1.3.
const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]

function tested(result: ReturnType<typeof welchTest>) {
  if (result.kind !== 'tested') throw new Error(`untested: ${result.reason}`)
  return result
}

function close(found: number, expected: number): void {
  expect(Math.abs(found / expected - 1)).toBeLessThan(1e-10)
}

describe('welchTest', () => {
  it('gives the published figures of the sleep data', () => {
    const { t, df, p } = tested(welchTest(first, second, 'two-sided'))
    close(t, -1.8608134674868531)
    close(df, 17.77647351617849)
    close(p, 0.079394140187358138)
  })

  it('splits the two sides by direction', () => {
    const twoSided = tested(welchTest(first, second, 'two-sided')).p
    close(tested(welchTest(first, second, 'less')).p, twoSided / 2)
    close(tested(welchTest(first, second, 'greater')).p, 1 - twoSided / 2)
    close(tested(welchTest(second, first, 'greater')).p, twoSided / 2)
  })

  it('takes groups of different size', () => {
    // scipy's documented definition by hand: variances 1 and 5/3, sizes 3 and 4.
    const { t, df } = tested(welchTest([1, 2, 3], [2, 3, 4, 5], 'less'))
    const a = 1 / 3
    const b = 5 / 3 / 4
    close(t, -1.5 / Math.sqrt(a + b))
    close(df, (a + b) ** 2 / (a ** 2 / 2 + b ** 2 / 3))
  })

  it('says why there is no test', () => {
    expect(welchTest([1], [1, 2], 'less')).toEqual({ kind: 'untested', reason: 'n too small' })
    expect(welchTest([1, 2], [1, 3], 'less', 3)).toEqual({
      kind: 'untested',
      reason: 'n too small'
    })
    expect(welchTest([1, 1], [2, 2], 'less')).toEqual({ kind: 'untested', reason: 'no spread' })
  })
})

describe('pairedTest', () => {
  it('gives the published figures of the sleep data', () => {
    const { t, df, p } = tested(pairedTest(first, second, 'two-sided'))
    close(t, -4.0621276833820361)
    expect(df).toBe(9)
    close(p, 0.0028328901973842727)
  })

  it('says why there is no test, and refuses lists of different length', () => {
    expect(pairedTest([1, 2], [3, 5], 'less', 3)).toEqual({
      kind: 'untested',
      reason: 'n too small'
    })
    expect(pairedTest([1, 2], [2, 3], 'less')).toEqual({ kind: 'untested', reason: 'no spread' })
    expect(() => pairedTest([1, 2], [1], 'less')).toThrow(/2 and 1 values/)
  })
})

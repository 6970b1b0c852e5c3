import { describe, expect, it } from 'vitest'
import { nDraws, signFlipTest } from '../../../preload/statistics/sign-flip-test.ts'
import { seededRandom } from '../../helpers/random.ts'

/** All 2ⁿ patterns, each added up anew. */
function plainP(differences: readonly number[]): number {
  const sum = (pattern: number) =>
    differences.reduce((total, d, i) => total + ((pattern >> i) & 1 ? d : -d), 0)
  const n = 2 ** differences.length
  const seen = Math.abs(sum(n - 1)) - 1e-9
  return Array.from({ length: n }, (_, i) => sum(i)).filter((s) => Math.abs(s) >= seen).length / n
}

const drawn = (n: number, shift: number, seed = 3): number[] => {
  const random = seededRandom(seed)
  return Array.from({ length: n }, () => random() - 0.5 + shift)
}

describe('signFlipTest', () => {
  it('counts by hand: three equal differences keep two of eight patterns', () => {
    expect(signFlipTest([0.5, 0.5, 0.5], 'two-sided')).toEqual({
      kind: 'tested',
      method: 'exact',
      n: 3,
      meanDifference: 0.5,
      p: 0.25,
      smallestP: 0.25
    })
  })

  it("gives Fisher's p of Darwin's 15 pairs of maize plants", () => {
    // Darwin (1876), in eighths of an inch; Fisher (1935, § 21): 1726 of 32768 patterns are as extreme.
    const darwin = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]
    expect(signFlipTest(darwin, 'two-sided')).toMatchObject({ method: 'exact', p: 1726 / 32768 })
  })

  it('is one-sided where it is asked to be', () => {
    // Darwin's pairs the other way round: the smaller tail holds half of Fisher's patterns.
    const darwin = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48].map((d) => -d)
    expect(signFlipTest(darwin, 'less')).toMatchObject({ p: 863 / 32768, smallestP: 1 / 32768 })
    // All 10 of Student's sleep differences but one zero are negative; scipy 1.17.1, permutation_test: 2 of 1024.
    const sleep = [-1.2, -2.4, -1.3, -1.3, 0, -1, -1.8, -0.8, -4.6, -1.4]
    expect(signFlipTest(sleep, 'less')).toMatchObject({ method: 'exact', p: 0.001953125 })
    expect(signFlipTest(sleep, 'greater')).toMatchObject({ p: 1 })
  })

  it.each([6, 40])('splits the two sides by direction, for %i differences', (n) => {
    const differences = drawn(n, 0.1)
    const p = (alternative: 'less' | 'greater') =>
      (signFlipTest(differences, alternative) as { p: number }).p
    const turned = signFlipTest(
      differences.map((d) => -d),
      'less'
    ) as { p: number }
    // Drawn patterns are not mirrored: the standard error of p.
    const tolerance = n === 6 ? 1e-12 : 3 * Math.sqrt((p('greater') * (1 - p('greater'))) / nDraws)
    expect(Math.abs(turned.p - p('greater'))).toBeLessThan(tolerance)
    expect(p('less') + p('greater')).toBeGreaterThanOrEqual(1)
    expect(p('greater')).toBeLessThan(p('less'))
  })

  it.each([2, 7, 8, 9, 14])('agrees with every pattern added up, for %i differences', (n) => {
    for (const shift of [0, 0.15, -0.3]) {
      const differences = drawn(n, shift)
      expect(signFlipTest(differences, 'two-sided')).toMatchObject({
        method: 'exact',
        p: plainP(differences)
      })
    }
  })

  it('counts ties whichever way their sums were rounded', () => {
    const thirds = [1 / 3, 2 / 3, -1 / 3, 1 / 6, 1 / 2, -1 / 6]
    expect(signFlipTest(thirds, 'two-sided')).toMatchObject({ p: plainP(thirds) })
  })

  it('is two-sided: turning all signs changes nothing but the sign of the mean', () => {
    const differences = drawn(40, 0.1)
    const [one, other] = [differences, differences.map((d) => -d)].map((d) =>
      signFlipTest(d, 'two-sided')
    )
    expect(one).toMatchObject({ method: 'random' })
    expect(other).toMatchObject({ p: (one as { p: number }).p })
  })

  it('draws patterns for many differences close to what the normal distribution says', () => {
    const differences = drawn(256, 0.035)
    const result = signFlipTest(differences, 'two-sided')
    // Σ s d has mean 0 and variance Σ d²; P(|Z| ≥ 1.96) = 0.05.
    const z =
      Math.abs(differences.reduce((sum, d) => sum + d, 0)) /
      Math.sqrt(differences.reduce((sum, d) => sum + d * d, 0))
    expect(result).toMatchObject({ method: 'random', n: 256, smallestP: 1 / (1 + nDraws) })
    expect(z).toBeGreaterThan(1)
    expect((result as { p: number }).p).toBeCloseTo(twoSided(z), 2)
    expect(signFlipTest(differences, 'two-sided')).toEqual(result)
  })

  it('agrees with the exact p where the two methods meet, within its standard error', () => {
    const fifteen = drawn(15, 0.12, 8)
    const exact = signFlipTest(fifteen, 'two-sided')
    // A difference of nothing changes no sum, but takes the number of patterns above the draws.
    const random = signFlipTest([...fifteen, 0], 'two-sided')
    expect([exact, random]).toMatchObject([{ method: 'exact' }, { method: 'random' }])
    const [p, q] = [exact, random].map((result) => (result as { p: number }).p)
    expect(Math.abs(p! - q!)).toBeLessThan(4 * Math.sqrt((p! * (1 - p!)) / nDraws))
  })

  it('rejects about one in twenty where there is no difference', () => {
    const trials = Array.from({ length: 400 }, (_, i) =>
      signFlipTest(drawn(12, 0, 100 + i), 'two-sided')
    )
    const rejected = trials.filter((result) => result.kind === 'tested' && result.p <= 0.05).length
    // Binomial of 400 at 5 %: 20 ± 3 · 4.4.
    expect(rejected).toBeGreaterThanOrEqual(7)
    expect(rejected).toBeLessThanOrEqual(33)
  })

  it('does not test one difference, nor zeros only', () => {
    expect(signFlipTest([0.4], 'two-sided')).toEqual({ kind: 'untested', reason: 'n too small' })
    expect(signFlipTest([0, 0, 0], 'two-sided')).toEqual({ kind: 'untested', reason: 'no spread' })
  })
})

/** By a sum over the density: a way of its own. */
function twoSided(z: number): number {
  let inside = 0
  const step = 1e-3
  for (let x = -z + step / 2; x < z; x += step) inside += Math.exp((-x * x) / 2) * step
  return 1 - inside / Math.sqrt(2 * Math.PI)
}

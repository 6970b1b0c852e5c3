/** Tests of a share, one model or part against another (method.md section 2). */
import { cohensH, twoProportions } from '../../statistics/two-proportions.ts'
import { hedgesG } from '../../statistics/hedges-g.ts'
import { holm } from '../../statistics/holm.ts'
import { mean, sampleVariance } from '../../statistics/moments.ts'
import { fewestValues, welchTest } from '../../statistics/t-test.ts'
import type { CurrentLabels } from './current-labels.ts'
import { runShares } from './label-counts.ts'
import type { Share } from './label-counts.ts'

/** What a test draws from: concepts of one run, or the shares of two or more runs. */
export type Sample = 'concepts' | 'runs'

/** Runs of one model differ by chance alone, so two of them are a sample; a single one is none. */
export function sampleOf({ runs }: Pick<CurrentLabels, 'runs'>): Sample {
  return runs.length > 1 ? 'runs' : 'concepts'
}

/** Second less first; null where either has no share. */
export function shareDifference(first: Share | null, second: Share | null): number | null {
  const [from, to] = [first?.share ?? null, second?.share ?? null]
  return from === null || to === null ? null : to - from
}

export type ShareTest =
  | {
      readonly kind: 'tested'
      /** `z` and `fisher` compare concepts, `welch` the shares of runs. */
      readonly method: 'z' | 'fisher' | 'welch'
      /** z or t, positive where the second share is larger; null for Fisher's test, which has none. */
      readonly statistic: number | null
      /** Welch's degrees of freedom; null for the others, and where no run differs from another. */
      readonly df: number | null
      /** Two-sided. */
      readonly p: number
      /** Holm's, within the family that the caller states. */
      readonly pHolm: number
      /** Cohen's h (`z`, `fisher`) or Hedges' g (`welch`); positive where the second share is larger. */
      readonly effect: number
    }
  | {
      readonly kind: 'untested'
      /**
       * `nothing to compare`: one of the two has no layer here, or is no part of the record. `n too small`:
       * a share of fewer than two concepts or runs. `no spread`: the runs agree among themselves and
       * differ between the two.
       */
      readonly reason: 'nothing to compare' | 'n too small' | 'no spread'
    }

/**
 * Tests whether two shares differ; `pHolm` is p, until a family is adjusted.
 *
 * One run: two proportions over its concepts (z with pooled variance; Fisher's exact test where an
 * expected count is below 5), effect size Cohen's h. Two or more: Welch's t-test over the runs' shares,
 * effect size Hedges' g. Runs of the two models are independent draws, also where their seeds agree.
 *
 * Both take what they compare as independent. Concepts of neighbouring layers and of two models of one
 * origin are not, so a p-value is a guide; the effect size says how far the share moved.
 */
export function testShares(first: Share | null, second: Share | null, sample: Sample): ShareTest {
  if (first === null || second === null) {
    return { kind: 'untested', reason: 'nothing to compare' }
  }
  return sample === 'concepts' ? testConcepts(first, second) : testRuns(first, second)
}

/** Holm's adjustment of the tests that took place; the others are no part of the family. */
export function adjustFamily(tests: readonly ShareTest[]): ShareTest[] {
  const tested = tests.filter((test) => test.kind === 'tested')
  const adjusted = holm(tested.map(({ p }) => p))
  let next = 0
  return tests.map((test) =>
    test.kind === 'tested' ? { ...test, pHolm: adjusted[next++]! } : test
  )
}

function testConcepts(first: Share, second: Share): ShareTest {
  const [a, b] = [first.runs[0], second.runs[0]]
  if (a === undefined || b === undefined || Math.min(a.n, b.n) < fewestValues) {
    return { kind: 'untested', reason: 'n too small' }
  }
  const { method, z, p } = twoProportions(a, b)
  return tested({
    method,
    statistic: z,
    df: null,
    p,
    effect: cohensH(a.count / a.n, b.count / b.n)
  })
}

function testRuns(first: Share, second: Share): ShareTest {
  const [x, y] = [runShares(first.runs), runShares(second.runs)]
  if (Math.min(x.length, y.length) < fewestValues)
    return { kind: 'untested', reason: 'n too small' }
  if (sampleVariance(x) + sampleVariance(y) === 0 && mean(x) === mean(y)) {
    return tested({ method: 'welch', statistic: 0, df: null, p: 1, effect: 0 })
  }
  const result = welchTest(y, x, 'two-sided')
  if (result.kind === 'untested') return result
  const { t, df, p } = result
  return tested({ method: 'welch', statistic: t, df, p, effect: hedgesG(y, x) })
}

function tested(test: Omit<Extract<ShareTest, { kind: 'tested' }>, 'kind' | 'pHolm'>): ShareTest {
  return { kind: 'tested', ...test, pHolm: test.p }
}

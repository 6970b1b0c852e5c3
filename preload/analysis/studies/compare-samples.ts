import { cohensD } from '../../statistics/cohens-d.ts'
import { hedgesG } from '../../statistics/hedges-g.ts'
import { hedgesInterval } from '../../statistics/hedges-interval.ts'
import { holm } from '../../statistics/holm.ts'
import { mean, populationSd, sampleVariance } from '../../statistics/moments.ts'
import { fewestValues } from '../../statistics/t-test.ts'
import type { Comparison, Sample } from './comparison.ts'
import {
  isSame,
  labelShuffleOutcome,
  pairedOutcome,
  signFlipOutcome,
  welchOutcome
} from './test-outcome.ts'

/** The cases of a line that have a value, and their values in the same order. */
export interface Scored {
  readonly cases: readonly number[]
  readonly values: readonly number[]
}

/** Those of `cases` that have a value. */
export function scoredOf(values: Float64Array, cases: readonly number[]): Scored {
  const scored = cases.filter((index) => !Number.isNaN(values[index]))
  return { cases: scored, values: scored.map((index) => values[index]!) }
}

export function sampleOf({ cases, values }: Scored): Sample {
  const n = values.length
  return {
    n,
    mean: n === 0 ? null : mean(values),
    sd: n === 0 ? null : populationSd(values),
    cases
  }
}

export interface CompareOptions {
  /** Whether a case of one group is the same one in the other. */
  readonly isPaired: boolean
  /** Below so many cases (or pairs) a group is not tested. */
  readonly fewest?: number
}

/** A line of a table, before Holm's adjustment. The slow part is the bootstrap: 2,000 · n. */
export function compareSamples(
  group: string | null,
  first: Scored,
  second: Scored,
  { isPaired, fewest = fewestValues }: CompareOptions
): Comparison {
  const [x, y] = [first.values, second.values]
  const pairs = isPaired ? pairUp(first, second) : null
  const effect = effectOf(x, y, fewest)
  return {
    group,
    first: sampleOf(first),
    second: sampleOf(second),
    welch: welchOutcome(x, y, fewest),
    paired: pairs && pairedOutcome(pairs.x, pairs.y, fewest),
    permutation: pairs
      ? signFlipOutcome(pairs.x, pairs.y, fewest)
      : labelShuffleOutcome(x, y, fewest),
    ...effect,
    interval: effect.hedgesG === null ? null : intervalOf(first, second, pairs),
    holm: null
  }
}

/** Cohen's d and Hedges' g of y over x: 0 for groups that are the same, null where neither n nor spread allows one. */
export function effectOf(
  x: readonly number[],
  y: readonly number[],
  fewest = fewestValues
): Pick<Comparison, 'cohensD' | 'hedgesG'> {
  if (Math.min(x.length, y.length) < fewest) return { cohensD: null, hedgesG: null }
  if (isSame(x, y)) return { cohensD: 0, hedgesG: 0 }
  if (sampleVariance(x) + sampleVariance(y) === 0) return { cohensD: null, hedgesG: null }
  return { cohensD: cohensD(y, x), hedgesG: hedgesG(y, x) }
}

/**
 * Holm's adjustment over a family of lines, of the test that the table rests on. By default all groups
 * together are no part of the family of groups; a line outside it has its own p.
 */
export function withHolm(
  comparisons: readonly Comparison[],
  test: 'welch' | 'paired',
  isInFamily: (comparison: Comparison) => boolean = ({ group }) => group !== null
): readonly Comparison[] {
  const pOf = (comparison: Comparison): number | null => {
    const outcome = comparison[test]
    return outcome?.kind === 'tested' ? outcome.p : null
  }
  const adjusted = holm(
    comparisons
      .filter(isInFamily)
      .map(pOf)
      .filter((p) => p !== null)
  )
  let next = 0
  return comparisons.map((comparison) => {
    const p = pOf(comparison)
    if (p === null) return comparison
    return { ...comparison, holm: isInFamily(comparison) ? adjusted[next++]! : p }
  })
}

interface Pairs {
  readonly x: readonly number[]
  readonly y: readonly number[]
  readonly onlyX: readonly number[]
  readonly onlyY: readonly number[]
}

function pairUp(first: Scored, second: Scored): Pairs {
  const valueOfY = new Map(second.cases.map((index, i) => [index, second.values[i]!]))
  const hasX = new Set(first.cases)
  const isPair = (index: number): boolean => valueOfY.has(index)
  const paired = first.cases.filter(isPair)
  return {
    x: first.values.filter((_, i) => isPair(first.cases[i]!)),
    y: paired.map((index) => valueOfY.get(index)!),
    onlyX: first.values.filter((_, i) => !isPair(first.cases[i]!)),
    onlyY: second.values.filter((_, i) => !hasX.has(second.cases[i]!))
  }
}

function intervalOf(first: Scored, second: Scored, pairs: Pairs | null): Comparison['interval'] {
  // Of second − first, as the effect.
  if (pairs === null) {
    return hedgesInterval([
      { x: second.values, y: null },
      { x: null, y: first.values }
    ])
  }
  const { x, y, onlyX, onlyY } = pairs
  return hedgesInterval([
    { x: y, y: x },
    { x: onlyY, y: null },
    { x: null, y: onlyX }
  ])
}

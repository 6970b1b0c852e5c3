/** One line of a table of a study: two groups of scores, the tests between them and the size of the effect. */

/**
 * `no spread`: the values are constant and differ between the groups, so a t-test has nothing to measure
 * the difference by.
 */
export type UntestedReason = 'n too small' | 'no spread'

/** Of a one-sided test: is the first group below the second? Identical groups have p = 1. */
export type TestOutcome =
  | {
      readonly kind: 'tested'
      readonly p: number
      /** t of a t-test; the difference of means, first − second, of a permutation test. */
      readonly statistic: number
      /** Of a t-test. */
      readonly df?: number
    }
  | { readonly kind: 'untested'; readonly reason: UntestedReason }

export interface Sample {
  readonly n: number
  /** Null where n is 0. */
  readonly mean: number | null
  /** Population standard deviation, as in the paper's tables; null where n is 0. */
  readonly sd: number | null
  /** Indices into the record's `cases`, ascending. */
  readonly cases: readonly number[]
}

export interface Comparison {
  /** Null for all groups together. */
  readonly group: string | null
  readonly first: Sample
  readonly second: Sample
  readonly welch: TestOutcome
  /** Over the cases that both have; null where the groups are not the same cases. */
  readonly paired: TestOutcome | null
  /** By flipping signs where the groups are the same cases, by shuffling labels elsewhere. */
  readonly permutation: TestOutcome
  /** Second − first, in pooled standard deviations; null where n is too small or there is no spread. */
  readonly cohensD: number | null
  readonly hedgesG: number | null
  /** 95 %, of Hedges' g, by bootstrap. */
  readonly interval: readonly [number, number] | null
  /**
   * The Welch p (the paired p where the table says so) after Holm's adjustment over the groups; p itself for
   * all groups together, which are no part of the family.
   */
  readonly holm: number | null
}

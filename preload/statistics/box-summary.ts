import { quantileSorted } from 'simple-statistics'

/** A box as Tukey draws it: quartiles, and whiskers to the last value within 1.5 boxes of them. */
export interface BoxSummary {
  readonly low: number
  readonly quartiles: readonly [number, number, number]
  readonly high: number
}

/** Null for no values. */
export function boxSummary(values: ArrayLike<number>): BoxSummary | null {
  if (values.length === 0) return null
  const sorted = Array.from(values).sort((a, b) => a - b)
  const quartiles = [0.25, 0.5, 0.75].map((share) => quantileSorted(sorted, share))
  const [first = NaN, middle = NaN, third = NaN] = quartiles
  const reach = 1.5 * (third - first)
  return {
    low: sorted.find((value) => value >= first - reach)!,
    quartiles: [first, middle, third],
    high: sorted.findLast((value) => value <= third + reach)!
  }
}

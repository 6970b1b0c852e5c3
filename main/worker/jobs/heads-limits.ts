import type { HeadsSide } from '../../../preload/analysis/heads/record.ts'
import { depthLimit, tokenizerLimit } from './layer-scope.ts'

/** Why heads are not compared, wholly or in part, in plain words; empty for a pair that compares in full. */
export function headsLimits(
  sides: readonly Pick<HeadsSide, 'role' | 'nLayers' | 'nHeads'>[],
  sameTokenizer: boolean
): string[] {
  const [base, tuned] = sides
  if (base === undefined || tuned === undefined) return []
  const heads =
    base.nHeads === tuned.nHeads
      ? null
      : `heads a layer differ (base ${base.nHeads}, tuned ${tuned.nHeads}): heads of equal number are compared, but nothing says that they correspond`
  const limits = [heads, depthLimit(base, tuned), sameTokenizer ? null : tokenizerLimit]
  return limits.filter((limit) => limit !== null)
}

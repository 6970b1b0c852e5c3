import type { ConceptsSide } from '../../../preload/analysis/concepts/record.ts'
import { depthLimit, tokenizerLimit } from './layer-scope.ts'

/** Why drift is missing, wholly or in part, in plain words; empty for a pair that compares in full. */
export function conceptsLimits(sides: readonly ConceptsSide[], sameTokenizer: boolean): string[] {
  const [base, tuned] = sides
  if (base === undefined || tuned === undefined) return []
  const width =
    base.dModel === tuned.dModel
      ? null
      : `hidden sizes differ (base ${base.dModel}, tuned ${tuned.dModel}): directions cannot be matched and have no angles between them; words, labels and signs stand side by side`
  const limits = [width, depthLimit(base, tuned), sameTokenizer ? null : tokenizerLimit]
  return limits.filter((limit) => limit !== null)
}

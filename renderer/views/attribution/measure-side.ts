import type {
  AttributionRecord,
  AttributionSide
} from '../../../preload/analysis/attribution-record.ts'
import {
  importanceSigns,
  type ImportanceSigns
} from '../../../preload/analysis/importance-signs.ts'
import { verdict, type Finding } from '../../../preload/analysis/importance-verdict.ts'
import { instructionScore } from '../../../preload/analysis/instruction-score.ts'
import { instructionTokens } from '../../../preload/analysis/instruction-tokens.ts'
import { importanceMatrix } from '../../../preload/analysis/side-salience.ts'

/** Score by the method: over tokens, all of them, whatever is shown or hidden. */
export function scoreOf(
  record: AttributionRecord,
  side: AttributionSide,
  tokenDensity: Float64Array
): number | null {
  return instructionScore(tokenDensity, instructionTokens(side, record.instructionSpans))
}

export interface SideSigns {
  readonly signs: ImportanceSigns
  readonly findings: readonly Finding[]
}

/** Whether a side's map can be read at all. Always of the gradient, which is what may fail. */
export function signsOf(side: AttributionSide): SideSigns {
  const matrix = importanceMatrix(side)
  const signs = importanceSigns(
    matrix,
    side.leaveOneOut ? { ...matrix, data: side.leaveOneOut } : undefined
  )
  return { signs, findings: verdict(signs) }
}

import type { AttributionSide, Span } from './attribution-record.ts'
import { importanceDensity } from './density.ts'
import { instructionScore } from './instruction-score.ts'
import { instructionTokens } from './instruction-tokens.ts'
import type { Matrix } from './matrix.ts'
import type { SalienceSettings } from './salience-settings.ts'
import { salientMap } from './salient-map.ts'

/** What the paper reads from one model's raw matrix. */
export interface SideSalience {
  /** [N], 0 to 1 */
  readonly density: Float64Array
  readonly instructionTokens: readonly number[] | null
  /** Null without an instruction, 0 for an empty response. */
  readonly score: number | null
}

/** The raw importance of a side as a matrix [N, M]. */
export function importanceMatrix(
  side: Pick<AttributionSide, 'importance' | 'promptPositions' | 'responsePositions'>
): Matrix {
  return {
    data: side.importance,
    rows: side.promptPositions[1] - side.promptPositions[0],
    columns: side.responsePositions[1] - side.responsePositions[0]
  }
}

/** Density and instruction score of one side, by the same steps wherever they are shown or written. */
export function sideSalience(
  side: AttributionSide,
  spans: readonly Span[],
  settings: SalienceSettings
): SideSalience {
  const density = importanceDensity(salientMap(importanceMatrix(side), settings), settings.norm)
  const tokens = instructionTokens(side, spans)
  return { density, instructionTokens: tokens, score: instructionScore(density, tokens) }
}

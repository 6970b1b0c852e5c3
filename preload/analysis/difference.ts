import { aggregate, type TokenGroups } from './aggregate.ts'
import { checkShape, type Matrix } from './matrix.ts'

/** Same constant as in the salient map. */
const epsilon = 1e-9

/**
 * What a model looks at more after tuning: difference of two maps of the same response.
 *
 *     A = max(I, 0);   D[n, m] = A_tuned[n, m] / (max_n A_tuned + 1e-9) − A_base[n, m] / (max_n A_base + 1e-9)
 *
 * Columns are scaled before they are subtracted, as in the salient map: the two models give a token
 * very different probabilities, and raw importance would show only that.
 *
 * @param base   [N, M], signed
 * @param tuned  [N, M], signed, the same tokens
 * @returns      [N, M], −1 to 1, positive where the tuned model looks more
 */
export function difference(base: Matrix, tuned: Matrix): Matrix {
  if (base.rows !== tuned.rows || base.columns !== tuned.columns) {
    throw new RangeError(
      `maps are [${base.rows}, ${base.columns}] and [${tuned.rows}, ${tuned.columns}], expected the same shape`
    )
  }
  const before = scaledColumns(base)
  const after = scaledColumns(tuned)
  for (let i = 0; i < after.length; i++) after[i]! -= before[i]!
  return { data: after, rows: base.rows, columns: base.columns }
}

/** Tokens of one model grouped along both axes. */
export interface AxisGroups {
  readonly rows: TokenGroups
  readonly columns: TokenGroups
}

/**
 * The same by words, for models with different tokenizers: raw importance is summed over each
 * word's tokens, then scaled and subtracted.
 *
 * @param baseGroups   as many groups an axis as `tunedGroups`, standing for the same words
 * @returns            [words of the prompt, words of the response], −1 to 1
 */
export function differenceByGroups(
  base: Matrix,
  baseGroups: AxisGroups,
  tuned: Matrix,
  tunedGroups: AxisGroups
): Matrix {
  return difference(
    aggregate(base, baseGroups.rows, baseGroups.columns),
    aggregate(tuned, tunedGroups.rows, tunedGroups.columns)
  )
}

/**
 * Positive importance over its column's largest entry.
 *
 * @param importance  [N, M], signed
 * @returns           [N, M], 0 to 1
 */
export function scaledColumns(importance: Matrix): Float64Array {
  checkShape('importance', importance)
  const { data, rows, columns } = importance
  const largest = new Float64Array(columns)
  for (let n = 0, i = 0; n < rows; n++) {
    for (let m = 0; m < columns; m++, i++) if (data[i]! > largest[m]!) largest[m] = data[i]!
  }
  const scaled = new Float64Array(data.length)
  for (let n = 0, i = 0; n < rows; n++) {
    for (let m = 0; m < columns; m++, i++) {
      scaled[i] = Math.max(data[i]!, 0) / (largest[m]! + epsilon)
    }
  }
  return scaled
}

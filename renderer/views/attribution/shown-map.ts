import { aggregate, type TokenGroups } from '../../../preload/analysis/aggregate.ts'
import type { AttributionSide } from '../../../preload/analysis/attribution-record.ts'
import { difference } from '../../../preload/analysis/difference.ts'
import type { Matrix } from '../../../preload/analysis/matrix.ts'
import { importanceMatrix } from '../../../preload/analysis/side-salience.ts'
import type { Level, ShownAxes, ShownUnit } from './shown-axes.ts'

export type ShownEstimator = 'gradient' | 'leave-one-out'
export type MapMode = 'salient' | 'normalised' | 'raw'

/** The raw matrix of a side by the estimator that is looked at. */
export function rawMatrix(side: AttributionSide, estimator: ShownEstimator): Matrix {
  const matrix = importanceMatrix(side)
  return estimator === 'leave-one-out' && side.leaveOneOut
    ? { ...matrix, data: side.leaveOneOut }
    : matrix
}

/** The raw matrix at the level of its axes; at token level the matrix itself. */
export function matrixAtLevel(raw: Matrix, level: Level, axes: ShownAxes): Matrix {
  return level === 'token' ? raw : aggregate(raw, groupsOf(axes.rows), groupsOf(axes.columns))
}

function groupsOf(units: readonly ShownUnit[]): TokenGroups {
  return units.map(({ tokens }) => tokens)
}

export interface HiddenRows {
  readonly first: boolean
  readonly special: boolean
}

/** Rows that are shown: the same in every side, so that matrices stay aligned. */
export function shownRows(sides: readonly ShownAxes[], hidden: HiddenRows): readonly number[] {
  const nRows = Math.max(0, ...sides.map(({ rows }) => rows.length))
  return Array.from({ length: nRows }, (_, row) => row).filter((row) => {
    // The attention sink is the first prompt token that the model sees, special or not.
    if (hidden.first && row === 0) return false
    return !(hidden.special && sides.some(({ rows }) => rows[row]?.isSpecial))
  })
}

export function takeRows({ data, columns }: Matrix, rows: readonly number[]): Matrix {
  const kept = new Float64Array(rows.length * columns)
  rows.forEach((row, i) => kept.set(data.subarray(row * columns, (row + 1) * columns), i * columns))
  return { data: kept, rows: rows.length, columns }
}

/**
 * Signed importance over its column's largest magnitude.
 *
 *     I[n, m] / max_n |I[n, m]|
 *
 * @returns  [N, M], −1 to 1; a column of zeros stays 0
 */
export function normalisedColumns({ data, rows, columns }: Matrix): Float64Array {
  const largest = new Float64Array(columns)
  for (let n = 0, i = 0; n < rows; n++) {
    for (let m = 0; m < columns; m++, i++) {
      const magnitude = Math.abs(data[i]!)
      if (magnitude > largest[m]!) largest[m] = magnitude
    }
  }
  const values = new Float64Array(data.length)
  for (let n = 0, i = 0; n < rows; n++) {
    for (let m = 0; m < columns; m++, i++) values[i] = largest[m]! > 0 ? data[i]! / largest[m]! : 0
  }
  return values
}

/** Tuned minus base where both have the same units on both axes; null where they have not. */
export function mapDifference(base: Matrix, tuned: Matrix): Float64Array | null {
  if (base.rows !== tuned.rows || base.columns !== tuned.columns) return null
  return Float64Array.from(difference(base, tuned).data)
}

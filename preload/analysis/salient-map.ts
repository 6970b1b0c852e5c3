import { checkShape, type Matrix } from './matrix.ts'
import { checkLevels, type SalienceSettings } from './salience-settings.ts'

/** S of the method: integers 0 to L, row-major, prompt tokens × response tokens. */
export interface SalientMap {
  /** [rows, columns] */
  readonly data: Uint8Array
  readonly rows: number
  readonly columns: number
}

/** Keeps the division defined where a column has no positive importance. */
const epsilon = 1e-9

/**
 * Salient map of a raw importance matrix (arXiv 2310.00492, section 3).
 *
 *     A = max(I, 0);   S[n, m] = ceil(L · A[n, m] / (max_n A[n, m] + 1e-9));   S ≤ b becomes 0
 *
 * Each column is scaled by its own largest entry, so S says which prompt tokens matter most for one
 * response token and nothing about how much they matter; a column without a positive entry is 0.
 * Where the largest entry is not far above 1e-9, the column stays below L.
 *
 * @param importance  [N, M], signed; unit of the target. Arithmetic in float64
 * @param settings    L and b; b = 0 to draw, b = 7 for the density
 * @returns           [N, M], integers 0 to L
 * @throws RangeError on a wrong shape, a setting out of range, or an entry that is not finite
 */
export function salientMap(
  importance: Matrix,
  settings: Pick<SalienceSettings, 'levels' | 'threshold'>
): SalientMap {
  checkShape('importance', importance)
  checkLevels(settings)
  const { data, rows, columns } = importance
  const { levels, threshold } = settings
  const scale = columnScale(importance)
  const map = new Uint8Array(rows * columns)
  for (let n = 0, i = 0; n < rows; n++) {
    for (let m = 0; m < columns; m++, i++) {
      const a = data[i]!
      if (a <= 0) continue
      const level = Math.ceil((a / scale[m]!) * levels)
      if (level > threshold) map[i] = level
    }
  }
  return { data: map, rows, columns }
}

/** max_n A[n, m] + 1e-9 of every column, [M]. */
function columnScale({ data, rows, columns }: Matrix): Float64Array {
  const largest = new Float64Array(columns)
  for (let n = 0, i = 0; n < rows; n++) {
    for (let m = 0; m < columns; m++, i++) {
      const a = data[i]!
      if (!Number.isFinite(a)) {
        throw new RangeError(`importance is ${a} at [${n}, ${m}], expected a finite number`)
      }
      if (a > largest[m]!) largest[m] = a
    }
  }
  return largest.map((a) => a + epsilon)
}

/** The L that maps were recorded with, and the values of L that they can be shown at. */
export const recordedLevels = 10
export const levelsOfRecorded: readonly number[] = [10, 5, 2]

/**
 * A salient map that was recorded at L = 10 and b = 0, shown at another L and b.
 *
 *     ceil(L · x) = ceil(ceil(10 · x) / (10 / L))   where L divides 10
 *
 * so 10, 5 and 2 are exact; any other L would need the raw importance, which such a map lost.
 *
 * @param recorded  [N, M], integers 0 to 10
 * @returns         [N, M], integers 0 to L
 * @throws RangeError for another L, or an entry above 10
 */
export function resliceRecorded(
  recorded: SalientMap,
  settings: Pick<SalienceSettings, 'levels' | 'threshold'>
): SalientMap {
  checkShape('recorded map', recorded)
  checkLevels(settings)
  const { levels, threshold } = settings
  if (!levelsOfRecorded.includes(levels)) {
    throw new RangeError(
      `L is ${levels}, expected ${levelsOfRecorded.join(', ')}: the map was recorded at L = ${recordedLevels}`
    )
  }
  const step = recordedLevels / levels
  const map = new Uint8Array(recorded.data.length)
  for (let i = 0; i < map.length; i++) {
    const value = recorded.data[i]!
    if (value > recordedLevels) {
      throw new RangeError(`recorded map holds ${value}, expected 0 to ${recordedLevels}`)
    }
    const level = Math.ceil(value / step)
    if (level > threshold) map[i] = level
  }
  return { data: map, rows: recorded.rows, columns: recorded.columns }
}

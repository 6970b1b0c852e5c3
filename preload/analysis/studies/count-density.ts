import { checkLevels, checkNorm } from '../salience-settings.ts'
import type { SalienceSettings } from '../salience-settings.ts'
import { levelsOfRecorded, recordedLevels } from '../salient-map.ts'
import { countedLevels } from './record.ts'

/** Keeps both divisions defined where a row, or the whole map, is 0. */
const epsilon = 1e-9

/** What each counted level adds to a row's sum and to its sum of powers, under some L, b and p. */
export interface CountWeights {
  /** [10] the level at L, 0 where b takes it away */
  readonly level: Float64Array
  /** [10] its p-th power */
  readonly power: Float64Array
  readonly norm: number
}

/** @throws RangeError where L is not 10, 5 or 2: the counts lost what other levels would need */
export function countWeights(salience: SalienceSettings): CountWeights {
  checkLevels(salience)
  checkNorm(salience.norm)
  const { levels, threshold, norm } = salience
  if (!levelsOfRecorded.includes(levels)) {
    throw new RangeError(
      `L is ${levels}, expected ${levelsOfRecorded.join(', ')}: levels were counted at L = ${recordedLevels}`
    )
  }
  const level = Float64Array.from({ length: countedLevels }, (_, i) => {
    const resliced = Math.ceil((i + 1) / (recordedLevels / levels))
    return resliced > threshold ? resliced : 0
  })
  return { level, power: level.map((value) => value ** norm), norm }
}

/**
 * Importance density of the prompt tokens of one case, from how often each stands at each level.
 *
 *     ‖S[n, :]‖₁ = Σ_l c_nl · l,   ‖S[n, :]‖_p = (Σ_l c_nl · l^p)^(1/p)
 *
 * The same density as `importanceDensity` gives for the map that was counted: for whole p to the last bit.
 *
 * @param counts  [rows, 10], `levelCounts` of a study
 * @param from    first row of the case
 * @param rows    its prompt tokens N
 * @returns       [N], 0 to 1; all 0 for an empty response
 */
export function countDensity(
  counts: Int32Array,
  from: number,
  rows: number,
  { level, power, norm }: CountWeights
): Float64Array {
  const density = new Float64Array(rows)
  let largest = 0
  for (let n = 0, i = from * countedLevels; n < rows; n++) {
    let sum = 0
    let powerSum = 0
    for (let l = 0; l < countedLevels; l++, i++) {
      const count = counts[i]!
      sum += count * level[l]!
      powerSum += count * power[l]!
    }
    if (sum === 0) continue
    const a = sum / (powerSum ** (1 / norm) + epsilon)
    density[n] = a
    if (a > largest) largest = a
  }
  for (let n = 0; n < rows; n++) density[n]! /= epsilon + largest
  return density
}

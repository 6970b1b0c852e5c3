import { checkShape } from './matrix.ts'
import { checkNorm } from './salience-settings.ts'
import type { SalientMap } from './salient-map.ts'

/** Keeps both divisions defined where a row, or the whole map, is 0. */
const epsilon = 1e-9

/**
 * Importance density of every prompt token (arXiv 2310.00492, section 3).
 *
 *     a_n = ‖S[n, :]‖₁ / (‖S[n, :]‖_p + 1e-9);   a_n ← a_n / (1e-9 + max_n a_n)
 *
 * Large where a token matters for many response tokens about equally, small where it matters for few.
 * Relative to the map's own densest token: densities of two maps share no unit.
 *
 * @param map   [N, M], integers 0 to L with b already applied
 * @param norm  p, 1 to 100
 * @returns     [N], 0 to 1; all 0 for an empty response. Summed in float64
 */
export function importanceDensity(map: SalientMap, norm: number): Float64Array {
  checkShape('salient map', map)
  checkNorm(norm)
  const { data, rows, columns } = map
  const power = levelPowers(norm)
  const density = new Float64Array(rows)
  let largest = 0
  for (let n = 0; n < rows; n++) {
    let sum = 0
    let powerSum = 0
    for (let i = n * columns; i < (n + 1) * columns; i++) {
      sum += data[i]!
      powerSum += power[data[i]!]!
    }
    density[n] = sum / (powerSum ** (1 / norm) + epsilon)
    largest = Math.max(largest, density[n]!)
  }
  return density.map((a) => a / (epsilon + largest))
}

/** s^p of every level, [256]: a slider must not wait for a power of every entry. */
function levelPowers(norm: number): Float64Array {
  return Float64Array.from({ length: 256 }, (_, level) => level ** norm)
}

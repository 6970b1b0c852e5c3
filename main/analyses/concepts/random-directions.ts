import { gaussian } from '../../linalg/gaussian.ts'

/** Any fixed number: the chance line of a result must come out the same again. */
const seed = 0x5eed

/**
 * Random unit directions of the subspace that the given ones span: what a concept's coherence is
 * compared with.
 *
 *     u = Σ_r g_r v_r / ||Σ_r g_r v_r||,   g_r independent standard normal
 *
 * With orthonormal v_r these are uniform on the subspace's unit sphere. The same every time.
 *
 * @param directions  [R, dModel]
 * @returns           [nRandom, dModel]; summed in float64
 */
export function randomDirections(
  directions: Float32Array,
  dModel: number,
  nRandom: number
): Float32Array {
  const nDirections = directions.length / dModel
  const weights = gaussian(seed, nRandom * nDirections)
  const random = new Float32Array(nRandom * dModel)
  const sum = new Float64Array(dModel)
  for (let i = 0; i < nRandom; i++) {
    sum.fill(0)
    for (let r = 0; r < nDirections; r++) {
      const weight = weights[i * nDirections + r]!
      const row = r * dModel
      for (let d = 0; d < dModel; d++) sum[d]! += weight * directions[row + d]!
    }
    let squares = 0
    for (let d = 0; d < dModel; d++) squares += sum[d]! * sum[d]!
    const scale = 1 / Math.sqrt(squares)
    for (let d = 0; d < dModel; d++) random[i * dModel + d] = sum[d]! * scale
  }
  return random
}

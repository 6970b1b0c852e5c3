import { seededRandom } from './random.ts'

/** Seeded numbers in −scale … scale that float32 holds exactly, as float64. */
export function noise(seed: number, length: number, scale = 1): Float64Array {
  const random = seededRandom(seed)
  const values = new Float64Array(length)
  for (let i = 0; i < length; i++) values[i] = Math.fround((2 * random() - 1) * scale)
  return values
}

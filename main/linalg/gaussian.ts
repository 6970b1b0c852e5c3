import { mulberry32 } from '../../preload/statistics/mulberry32.ts'

/**
 * Seeded numbers of a standard normal distribution, by mulberry32 and the Box–Muller transform: the same
 * for a seed in every run.
 */
export function gaussian(seed: number, length: number): Float32Array {
  const whole = mulberry32(seed)
  /** In [0, 1). */
  const uniform = () => whole() / 2 ** 32
  const values = new Float32Array(length)
  for (let i = 0; i < length; i++) {
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()))
    values[i] = radius * Math.cos(2 * Math.PI * uniform())
  }
  return values
}

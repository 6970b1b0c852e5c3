import { gaussian } from '../../linalg/gaussian.ts'

/** Any fixed number: the chance counts of a result must come out the same again. */
const firstSeed = 0x5eed

/** A random order of 0 … n − 1, by sorting random numbers; the same for an index in every run. */
export function shuffledPlaces(n: number, index: number): Int32Array {
  const keys = gaussian(firstSeed + index, n)
  return Int32Array.from(keys.keys()).sort((a, b) => keys[a]! - keys[b]! || a - b)
}

/**
 * Seeded numbers of a standard normal distribution, by mulberry32 and the Box–Muller transform: the same
 * for a seed in every run.
 */
export function gaussian(seed: number, length: number): Float32Array {
  const uniform = mulberry32(seed)
  const values = new Float32Array(length)
  for (let i = 0; i < length; i++) {
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()))
    values[i] = radius * Math.cos(2 * Math.PI * uniform())
  }
  return values
}

/** Uniform in [0, 1). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

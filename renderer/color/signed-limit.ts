/**
 * The magnitude at which a symmetric scale ends.
 *
 * The largest one, unless a few entries tower over the rest (more than three times the 99.5th
 * percentile): then the percentile, or one cell would leave all others without colour.
 *
 * @param lists  values that share a scale
 */
export function signedLimit(lists: readonly ArrayLike<number>[]): {
  limit: number
  isClipped: boolean
} {
  const magnitudes = new Float64Array(lists.reduce((sum, list) => sum + list.length, 0))
  let used = 0
  for (const list of lists) {
    for (let i = 0; i < list.length; i++) {
      const magnitude = Math.abs(list[i]!)
      if (magnitude > 0) magnitudes[used++] = magnitude
    }
  }
  if (used === 0) return { limit: 1, isClipped: false }
  const sorted = magnitudes.subarray(0, used).sort()
  const largest = sorted[used - 1]!
  const percentile = sorted[Math.min(used - 1, Math.floor(used * 0.995))]!
  return largest > 3 * percentile
    ? { limit: percentile, isClipped: true }
    : { limit: largest, isClipped: false }
}

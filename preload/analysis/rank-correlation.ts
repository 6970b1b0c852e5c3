/** Correlations of two lists of numbers; null where one of them does not vary and none is defined. */

/**
 * Pearson's product-moment correlation.
 *
 *     r = Σ (x − x̄)(y − ȳ) / √(Σ (x − x̄)² · Σ (y − ȳ)²)
 *
 * @param x  [n]
 * @param y  [n]
 * @returns  −1 to 1; null below two pairs or where a list is constant. Two passes, float64
 */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>): number | null {
  const n = x.length
  if (y.length !== n)
    throw new RangeError(`lists have ${n} and ${y.length} entries, expected as many`)
  if (n < 2 || isConstant(x) || isConstant(y)) return null
  // Scaled first: importance can lie near 1e-300 in theory, where a square would vanish.
  const scaleX = largestMagnitude(x)
  const scaleY = largestMagnitude(y)
  let meanX = 0
  let meanY = 0
  for (let i = 0; i < n; i++) {
    meanX += x[i]! / scaleX / n
    meanY += y[i]! / scaleY / n
  }
  let xx = 0
  let yy = 0
  let xy = 0
  for (let i = 0; i < n; i++) {
    const dx = x[i]! / scaleX - meanX
    const dy = y[i]! / scaleY - meanY
    xx += dx * dx
    yy += dy * dy
    xy += dx * dy
  }
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)))
}

/**
 * Spearman's rank correlation: Pearson's correlation of the ranks, ties given their average rank.
 *
 * @returns  −1 to 1; null below two pairs or where a list is constant
 */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>): number | null {
  return pearson(averageRanks(x), averageRanks(y))
}

/**
 * Ranks from 1 for the smallest; equal values share the mean of the ranks that they cover.
 *
 * @param values  [n]
 * @returns       [n]
 */
export function averageRanks(values: ArrayLike<number>): Float64Array {
  const n = values.length
  const order = Uint32Array.from({ length: n }, (_, i) => i)
  order.sort((a, b) => values[a]! - values[b]!)
  const ranks = new Float64Array(n)
  for (let first = 0; first < n;) {
    let end = first + 1
    while (end < n && values[order[end]!] === values[order[first]!]) end++
    // Ranks first + 1 to end: their mean.
    for (let i = first; i < end; i++) ranks[order[i]!] = (first + 1 + end) / 2
    first = end
  }
  return ranks
}

function isConstant(values: ArrayLike<number>): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return false
  return true
}

function largestMagnitude(values: ArrayLike<number>): number {
  let largest = 0
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]!))
  return largest
}

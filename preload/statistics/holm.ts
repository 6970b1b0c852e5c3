/**
 * Holm's step-down adjustment for several tests (Holm 1979).
 *
 *     p̃_(i) = max_{j ≤ i} min(1, (k − j + 1) · p_(j)),   p_(1) ≤ … ≤ p_(k)
 *
 * @param p  [k], 0 to 1, in any order
 * @returns  [k], in the order given; at or below α exactly where Holm's procedure rejects
 */
export function holm(p: readonly number[]): number[] {
  const order = p.map((_, i) => i).sort((a, b) => p[a]! - p[b]!)
  const adjusted = new Array<number>(p.length)
  let largest = 0
  order.forEach((i, j) => {
    if (!(p[i]! >= 0 && p[i]! <= 1)) throw new RangeError(`p is ${p[i]}, expected 0 to 1`)
    largest = Math.max(largest, Math.min(1, (p.length - j) * p[i]!))
    adjusted[i] = largest
  })
  return adjusted
}

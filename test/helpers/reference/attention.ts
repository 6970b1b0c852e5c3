export interface AttentionShape {
  readonly nHeads: number
  readonly nKvHeads: number
  readonly dHead: number
  readonly scale: number
}

/**
 * softmax(s · q kᵀ + mask) v by head, each group of query heads on one key/value head.
 *
 * @param q [c, nHeads · dHead]
 * @param keys,values [b, nKvHeads · dHead]
 * @param mask [c, b], 0 or −∞
 */
export function attentionReference(
  q: Float64Array,
  keys: Float64Array,
  values: Float64Array,
  mask: ArrayLike<number>,
  { nHeads, nKvHeads, dHead, scale }: AttentionShape
): Float64Array {
  const kvWidth = nKvHeads * dHead
  const nKeys = keys.length / kvWidth
  const out = new Float64Array(q.length)
  for (let query = 0; query < q.length / (nHeads * dHead); query++) {
    for (let head = 0; head < nHeads; head++) {
      const from = Math.floor(head / (nHeads / nKvHeads)) * dHead
      const at = (query * nHeads + head) * dHead
      const scores = new Float64Array(nKeys)
      for (let key = 0; key < nKeys; key++) {
        let product = 0
        for (let i = 0; i < dHead; i++) product += q[at + i]! * keys[key * kvWidth + from + i]!
        scores[key] = product * scale + mask[query * nKeys + key]!
      }
      const highest = Math.max(...scores)
      const weights = scores.map((score) => Math.exp(score - highest))
      const total = weights.reduce((sum, weight) => sum + weight, 0)
      for (let key = 0; key < nKeys; key++) {
        const weight = weights[key]! / total
        for (let i = 0; i < dHead; i++) {
          out[at + i]! += weight * values[key * kvWidth + from + i]!
        }
      }
    }
  }
  return out
}

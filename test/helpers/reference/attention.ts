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
  shape: AttentionShape
): Float64Array {
  return recombineReference(attentionWeightsReference(q, keys, mask, shape), values, shape)
}

/** softmax(s · q kᵀ + mask), [nHeads, c, b] */
export function attentionWeightsReference(
  q: Float64Array,
  keys: Float64Array,
  mask: ArrayLike<number>,
  { nHeads, nKvHeads, dHead, scale }: AttentionShape
): Float64Array {
  const kvWidth = nKvHeads * dHead
  const nKeys = keys.length / kvWidth
  const nQueries = q.length / (nHeads * dHead)
  const all = new Float64Array(nHeads * nQueries * nKeys)
  for (let head = 0; head < nHeads; head++) {
    const from = Math.floor(head / (nHeads / nKvHeads)) * dHead
    for (let query = 0; query < nQueries; query++) {
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
      all.set(
        weights.map((weight) => weight / total),
        (head * nQueries + query) * nKeys
      )
    }
  }
  return all
}

/**
 * What the heads read with given weights, [c, nHeads · dHead].
 *
 * @param weights [nHeads, c, b]
 * @param values [b, nKvHeads · dHead]
 */
export function recombineReference(
  weights: ArrayLike<number>,
  values: ArrayLike<number>,
  { nHeads, nKvHeads, dHead }: Omit<AttentionShape, 'scale'>
): Float64Array {
  const kvWidth = nKvHeads * dHead
  const nKeys = values.length / kvWidth
  const nQueries = weights.length / (nHeads * nKeys)
  const out = new Float64Array(nQueries * nHeads * dHead)
  for (let head = 0; head < nHeads; head++) {
    const from = Math.floor(head / (nHeads / nKvHeads)) * dHead
    for (let query = 0; query < nQueries; query++) {
      const at = (query * nHeads + head) * dHead
      for (let key = 0; key < nKeys; key++) {
        const weight = weights[(head * nQueries + query) * nKeys + key]!
        for (let i = 0; i < dHead; i++) {
          out[at + i]! += weight * values[key * kvWidth + from + i]!
        }
      }
    }
  }
  return out
}

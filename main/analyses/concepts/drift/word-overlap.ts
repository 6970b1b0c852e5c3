/** Overlap of two ranked word lists without repeats (method.md section 2, "Drift" b). */

/** Common words over all words; 0 for two empty lists. */
export function jaccard(a: Int32Array, b: Int32Array): number {
  const inA = new Set(a)
  let common = 0
  for (const word of b) if (inA.has(word)) common++
  const all = a.length + b.length - common
  return all === 0 ? 0 : common / all
}

/** The first ten ranks then carry 86 % of the weight (Webber et al. 2010, equation 21). */
const persistence = 0.9

/**
 * Rank-biased overlap, extrapolated (Webber, Moffat and Zobel 2010, "A similarity measure for
 * indefinite rankings", RBO_EXT with p = 0.9).
 *
 *     RBO = Σ_{d ≤ K} w_d A_d,   A_d = |a[:d] ∩ b[:d]| / d,
 *     w_d = (1 − p) p^(d−1),   with p^K more for d = K
 *
 * The last agreement is taken to go on for ever. Identical lists give exactly 1, disjoint ones exactly
 * 0. Lists of different lengths are compared to the end of the shorter one. Words of nearly equal
 * score change places by rounding: a value below 1 need not mean that anything moved.
 */
export function rankBiasedOverlap(a: Int32Array, b: Int32Array): number {
  const depth = Math.min(a.length, b.length)
  const seenA = new Set<number>()
  const seenB = new Set<number>()
  let common = 0
  let sum = 0
  let weights = 0
  for (let d = 1; d <= depth; d++) {
    const wordA = a[d - 1]!
    const wordB = b[d - 1]!
    seenA.add(wordA)
    seenB.add(wordB)
    if (wordA === wordB) common++
    else common += Number(seenB.has(wordA)) + Number(seenA.has(wordB))
    const tail = d === depth ? persistence ** depth : 0
    const weight = (1 - persistence) * persistence ** (d - 1) + tail
    // In this order: whole agreement is then exactly the weight.
    sum += weight * (common / d)
    weights += weight
  }
  // The weights are 1 up to rounding, which the division takes back.
  return depth === 0 ? 0 : sum / weights
}
